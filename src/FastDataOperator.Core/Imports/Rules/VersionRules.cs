using FastDataOperator.Core.Findings;

namespace FastDataOperator.Core.Imports.Rules;

/// <summary>F3: both configurations are of a version that is understood; where they differ, the reader should know.</summary>
internal static class VersionRules
{
    public static void Compare(PlanDraft draft)
    {
        if (draft.Source.Configuration.Version is { } source && draft.Destination.Version is { } destination && source != destination)
        {
            draft.Warn(Reason.VersionMismatch, "F3", null,
                $"the source's configuration is of version {Printable.Text(source)}, the destination's of {Printable.Text(destination)}", "check that both Consoles understand what is imported");
        }
    }
}
