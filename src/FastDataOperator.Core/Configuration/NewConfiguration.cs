using System.Text;
using FastDataOperator.Core.Findings;

namespace FastDataOperator.Core.Configuration;

/// <summary>The configuration that an import writes into: a project's own, or an empty one where there is none yet.</summary>
internal static class NewConfiguration
{
    /// <summary>As the Console writes an empty project, of the source's version: two spaces, no newline at the end.</summary>
    public static ProjectConfiguration For(ProjectConfiguration source) => Empty(source.Version ?? ConfigurationVersion.Newest);

    /// <summary>As the Console writes an empty project, of this version.</summary>
    public static ProjectConfiguration Empty(string configurationVersion)
    {
        var version = new System.Buffers.ArrayBufferWriter<byte>();
        JsonText.WriteString(version, configurationVersion);
        var text = $$"""
            {
              "systems": {},
              "castFunctions": {},
              "singleViews": {},
              "erSchemas": {},
              "version": {{Encoding.UTF8.GetString(version.WrittenSpan)}}
            }
            """.ReplaceLineEndings("\n");
        return ((ConfigurationRead.Success)ProjectConfiguration.Read(new ConfigurationFile(ProjectConfiguration.FileNames[0], Encoding.UTF8.GetBytes(text)))).Configuration;
    }

    /// <exception cref="RefusalException">The file was read from YAML or is an export: neither is a project to import into.</exception>
    public static void RequireEditable(ProjectConfiguration destination)
    {
        var message = destination.Format == ConfigurationFormat.Export ? "the destination is an export file, not a project"
            : destination.IsConverted ? "the destination is YAML, which can be read but not edited without touching the rest of it"
            : null;
        if (message is not null)
        {
            throw new RefusalException(new Finding
            {
                Reason = Reason.NotEditable, Rule = "F1", Message = message, Remedy = "give the project's configuration as JSON",
                Location = new FileLocation(destination.File.Name.Replace(YamlConversion.NameSuffix, "", StringComparison.Ordinal), 1, 1),
            });
        }
    }
}
