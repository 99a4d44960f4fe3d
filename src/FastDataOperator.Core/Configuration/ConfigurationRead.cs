using FastDataOperator.Core.Findings;

namespace FastDataOperator.Core.Configuration;

/// <summary>What reading a project configuration ends in.</summary>
public abstract record ConfigurationRead
{
    private ConfigurationRead()
    {
    }

    public sealed record Success(ProjectConfiguration Configuration) : ConfigurationRead;

    /// <summary>The file cannot be used, with what is wrong and where (F3).</summary>
    public sealed record Refused(Finding Finding) : ConfigurationRead;
}
