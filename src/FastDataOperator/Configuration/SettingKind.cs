namespace FastDataOperator.Configuration;

/// <summary>How a setting's value is written.</summary>
internal enum SettingKind
{
    Text,
    WholeNumber,
    Flag,

    /// <summary>As Go and Kubernetes write it: <c>35s</c>, <c>1m30s</c>.</summary>
    Duration,

    /// <summary>Comma-separated in a flag, which may be repeated, and in a variable; a list in the file.</summary>
    List,
}
