namespace FastDataOperator.Configuration;

/// <summary>Tries out whether a folder can be written to.</summary>
internal static class ScratchFolder
{
    /// <summary>Makes the folder where it is missing, and a file in it that goes again.</summary>
    public static SettingFault? FaultOf(string folder)
    {
        const string remedy = "name a folder that the process may write to, such as a mounted emptyDir";
        try
        {
            Directory.CreateDirectory(folder);
            using var probe = new FileStream(
                Path.Combine(folder, $".fastdata-{Guid.NewGuid():N}"),
                new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose });
            probe.WriteByte(0);
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return new("cannot be written to: permission denied", remedy);
        }
        catch (Exception fault) when (fault is IOException or ArgumentException or NotSupportedException)
        {
            return new($"cannot be written to: {fault.Message.TrimEnd('.')}", remedy);
        }
    }
}
