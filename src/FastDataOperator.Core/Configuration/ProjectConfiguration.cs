namespace FastDataOperator.Core.Configuration;

/// <summary>Placeholder while the index is written.</summary>
public sealed class ProjectConfiguration
{
    private ProjectConfiguration() => File = new("", default);

    public ConfigurationFile File { get; }
}
