using FastDataOperator.Core.Findings;

namespace FastDataOperator.Configuration;

/// <summary>What reading the settings ends in.</summary>
internal abstract record OptionsRead
{
    private OptionsRead()
    {
    }

    /// <param name="Options">Valid.</param>
    /// <param name="Warnings">To be logged.</param>
    internal sealed record Success(OperatorOptions Options, IReadOnlyList<Finding> Warnings) : OptionsRead;

    /// <summary>Every problem at once: of flags, then of variables, then of the file, then of settings that do not go together.</summary>
    internal sealed record Refused(IReadOnlyList<Finding> Problems) : OptionsRead;
}
