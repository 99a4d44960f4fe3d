using System.Text.Json;
using FastDataOperator.Core.Configuration;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Provenance;
using FastDataOperator.Core.Resources;

namespace FastDataOperator.Core.Imports.Rules;

/// <summary>F3: what is written can be read again. Otherwise an import would make a file that every later run refuses.</summary>
internal static class ResultRules
{
    /// <summary>In a composite file everything stands one level deeper than in a file of its own.</summary>
    public static void RequireDepth(PlanDraft draft)
    {
        var root = draft.Destination.Layout.Root.Depth;
        if (root <= draft.Source.Configuration.Layout.Root.Depth)
        {
            return;
        }

        foreach (var item in draft.Items.Where(item => item.Writes))
        {
            var around = root + (item.Id.Kind == ResourceKind.Projection ? 4 : 2);
            if (IsDeeperThan(ReadLimits.Default.MaxDepth - around, item.Content.Span))
            {
                draft.Refuse(Reason.TooDeep, "F3", item.Id,
                    $"{item.Described} would be nested more than {ReadLimits.Default.MaxDepth} levels deep in the destination, which is a composite file", "flatten what is nested there in the source");
            }
        }
    }

    /// <exception cref="RefusalException">The file would be larger than what is read.</exception>
    public static void RequireSize(ConfigurationEdit edit)
    {
        if (edit.Length > ReadLimits.Default.MaxBytes)
        {
            throw new RefusalException(new Finding
            {
                Reason = Reason.TooLarge, Rule = "F3", Remedy = "select less, or split the destination's project",
                Message = $"the destination's file would have {edit.Length} bytes, more than the limit of {ReadLimits.Default.MaxBytes}",
            });
        }
    }

    /// <exception cref="RefusalException">The mark would be larger than what is read of one.</exception>
    public static void RequireMark(ImportItem item, ReadOnlyMemory<byte> mark)
    {
        if (mark.Length > MarkReader.MostBytes)
        {
            throw new RefusalException(new Finding
            {
                Reason = Reason.TooLarge, Rule = "M2", Resource = item.Id, Remedy = "shorten the name of the resource or of the project there, or import it as a resource",
                Message = $"{item.Described} cannot be a reference: its mark would have {mark.Length} bytes, more than the limit of {MarkReader.MostBytes}",
            });
        }
    }

    private static bool IsDeeperThan(int levels, ReadOnlySpan<byte> value)
    {
        var json = new Utf8JsonReader(value, new JsonReaderOptions { MaxDepth = levels });
        try
        {
            json.Read();
            json.Skip();
            return false;
        }
        catch (JsonException)
        {
            return true;
        }
    }
}
