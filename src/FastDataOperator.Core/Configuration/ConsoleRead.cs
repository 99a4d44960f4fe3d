using FastDataOperator.Core.Findings;

namespace FastDataOperator.Core.Configuration;

/// <summary>What reading a console configuration ends in.</summary>
public abstract record ConsoleRead
{
    private ConsoleRead()
    {
    }

    public sealed record Success(ConsoleConfiguration Console) : ConsoleRead;

    /// <summary>The file cannot be used, with what is wrong and where (F3).</summary>
    public sealed record Refused(Finding Finding) : ConsoleRead;
}
