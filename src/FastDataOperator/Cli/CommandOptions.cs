using System.CommandLine;

namespace FastDataOperator.Cli;

/// <summary>Options that several verbs share. <c>--output</c> is always a format; <c>-o</c> is a file, but for the verbs of <c>kubectl fastdata</c>,
/// where it is a format as everywhere in kubectl.</summary>
internal static class CommandOptions
{
    public static Option<string[]> Manifests() => new("--filename", "-f")
    {
        Description = "A manifest with FastDataImport documents, and Secrets for their secretRef; - for standard input. May be given several times.",
        HelpName = "FILE",
        Required = true,
    };

    public static Option<string> Format(params string[] formats) => Format(formats, "; for a file write > FILE");

    /// <summary>The same, of a verb that has <see cref="OutputFile"/> too.</summary>
    public static Option<string> FormatBesideFile(params string[] formats) => Format(formats, "; for a file write -o FILE");

    /// <summary>The same, under kubectl's name for it too.</summary>
    public static Option<string> KubectlFormat(params string[] formats)
    {
        var option = Format(formats, "");
        option.Aliases.Add("-o");
        return option;
    }

    public static Option<string?> OutputFile(string description) => new("--output-file", "-o")
    {
        Description = description,
        HelpName = "FILE",
    };

    public static Option<string?> File(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "FILE",
    };

    public static Option<string?> Branch() => new("--branch")
    {
        Description = "The branch to read. Default: the repository's own default branch.",
        HelpName = "BRANCH",
    };

    public static Option<string?> PathWithin() => new("--path")
    {
        Description = "The configuration within the repository. Default: fastdata-config.json or fast-data-config.json at its root.",
        HelpName = "PATH",
    };

    public static Option<string?> Repository() => new("--repository")
    {
        Description = "A repository: https, ssh, http, file or a local path.",
        HelpName = "URL",
    };

    private static Option<string> Format(string[] formats, string hint)
    {
        var option = new Option<string>("--output")
        {
            Description = $"The format of the result: {string.Join(", ", formats)}.",
            HelpName = "FORMAT",
            DefaultValueFactory = _ => formats[0],
        };
        option.Validators.Add(result =>
        {
            var format = result.GetValueOrDefault<string>();
            if (result.Tokens.Count > 0 && !formats.Contains(format, StringComparer.Ordinal))
            {
                result.AddError($"--output takes {string.Join(", ", formats)}{hint}.");
            }
        });
        return option;
    }
}
