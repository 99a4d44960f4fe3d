namespace FastDataOperator.Core.Configuration;

/// <summary>The shapes in which a Fast Data configuration comes.</summary>
public enum ConfigurationFormat
{
    /// <summary><c>fastdata-config.json</c>: the sections at the top.</summary>
    Project,

    /// <summary>One file for the whole project, with the sections under <c>fastDataConfig</c> and the rest under <c>config</c>.</summary>
    Composite,

    /// <summary>An export file: <c>metadata</c> and the sections (E1).</summary>
    Export,
}
