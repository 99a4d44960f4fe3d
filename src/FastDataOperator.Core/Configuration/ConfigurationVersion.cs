using FastDataOperator.Core.Findings;

namespace FastDataOperator.Core.Configuration;

/// <summary>Which configuration versions are understood.</summary>
internal static class ConfigurationVersion
{
    /// <summary>The version written into a configuration that an import creates from a source that names none.</summary>
    public const string Newest = "2.2.0";

    /// <exception cref="RefusalException">The file names a version of another major number than 2 (F3).</exception>
    public static void Require(ProjectConfiguration configuration)
    {
        var written = configuration.Version;
        if (written is null || (System.Version.TryParse(written, out var version) && version.Major == 2))
        {
            return;
        }

        throw new RefusalException(new Finding
        {
            Reason = Reason.UnsupportedVersion, Rule = "F3",
            Location = TextPosition.Of(configuration.File, (configuration.Format == ConfigurationFormat.Export ? configuration.Layout.Metadata : configuration.Layout.Version)!.Value.Start),
            Message = $"the configuration's version is \"{Printable.Text(written)}\", and only versions 2.x are understood",
            Remedy = "open and save the project in a Console that writes version 2",
        });
    }
}
