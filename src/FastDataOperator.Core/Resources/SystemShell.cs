namespace FastDataOperator.Core.Resources;

/// <summary>A System of Record without its Projections, which are resources of their own: its text with <c>{}</c> in their place.</summary>
internal static class SystemShell
{
    public static ReadOnlyMemory<byte> Of(ResourceEntry system)
    {
        var bytes = system.Configuration.File.Bytes;
        var member = system.Member;
        if (system.System is not { ProjectionsMember: >= 0 } members)
        {
            return system.Value;
        }

        var projections = members.Own.Members[members.ProjectionsMember];
        return (byte[])[.. bytes.Span[member.ValueStart..projections.ValueStart], .. "{}"u8, .. bytes.Span[projections.ValueEnd..member.ValueEnd]];
    }
}
