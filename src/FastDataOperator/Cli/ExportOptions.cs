using System.CommandLine;
using FastDataOperator.Core.Imports;
using FastDataOperator.Imports;

namespace FastDataOperator.Cli;

/// <summary>The options of <c>export</c>.</summary>
internal sealed class ExportOptions
{
    private readonly Option<string> _source = new("--source") { Description = "A repository (https, ssh, http, file, a local path) or a configuration or export file; - for standard input.", HelpName = "URL-OR-PATH", Required = true };
    private readonly Option<string?> _branch = CommandOptions.Branch();
    private readonly Option<string?> _path = CommandOptions.PathWithin();
    private readonly Option<string?> _project = new("--project") { Description = "The project's identity in the export. Default: the repository's path without .git, or what the file says.", HelpName = "NAME" };

    private readonly Option<string[]> _select = new("--select")
    {
        Description = "What to export: system/NAME, projection/SYSTEM/NAME, single-view/NAME, er-schema/NAME, cast-function/NAME. Names may be globs.",
        HelpName = "KIND/NAME",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private readonly Option<bool> _all = new("--all") { Description = "Exports everything." };
    private readonly Option<string?> _dependencies = new("--dependencies") { Description = "What the selection needs but does not name: include or fail. Default: ask, on a terminal.", HelpName = "include|fail" };
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Includes dependencies without asking." };
    private readonly Option<string?> _outputFile = CommandOptions.OutputFile("The file or directory to write to; - for standard output. Default: fast-data-export-{timestamp}.json here.");
    private readonly Option<string> _format = CommandOptions.FormatBesideFile("table", "json");

    public void AddTo(Command command)
    {
        command.Options.Add(_source);
        command.Options.Add(_branch);
        command.Options.Add(_path);
        command.Options.Add(_project);
        command.Options.Add(_select);
        command.Options.Add(_all);
        command.Options.Add(_dependencies);
        command.Options.Add(_yes);
        command.Options.Add(_outputFile);
        command.Options.Add(_format);
    }

    /// <exception cref="ImportRefusedException">They contradict one another, or one of them has another form.</exception>
    public ExportCall Read(ParseResult parsed)
    {
        var selectors = parsed.GetValue(_select) ?? [];
        var all = parsed.GetValue(_all);
        if (selectors.Length == 0 && !all)
        {
            throw Complaint.Usage("nothing is selected", "name resources with --select KIND/NAME, or write --all");
        }

        var source = parsed.GetRequiredValue(_source);
        var isFile = source == InputFile.StandardInput || File.Exists(source);
        var isJson = parsed.GetRequiredValue(_format) == "json";
        var output = parsed.GetValue(_outputFile);
        if (isFile && (parsed.GetValue(_branch) ?? parsed.GetValue(_path)) is not null)
        {
            throw Complaint.Usage("--branch and --path only go with a repository");
        }

        if (isJson && output == InputFile.StandardInput)
        {
            throw Complaint.Usage("the export and --output json cannot both go to standard output", "write the export to a file with -o");
        }

        return new ExportCall
        {
            Source = source,
            IsFile = isFile,
            Branch = parsed.GetValue(_branch),
            Path = parsed.GetValue(_path),
            Project = parsed.GetValue(_project),
            Selection = SelectorReader.Read(selectors, all),
            Dependencies = ReadDependencies(parsed),
            OutputFile = output,
            IsJson = isJson,
        };
    }

    private DependencyPolicy? ReadDependencies(ParseResult parsed) => (parsed.GetValue(_dependencies), parsed.GetValue(_yes)) switch
    {
        (null, false) => null,
        (null or "include", _) => DependencyPolicy.Include,
        ("fail", false) => DependencyPolicy.Fail,
        ("fail", true) => throw Complaint.Usage("--yes and --dependencies fail contradict each other"),
        _ => throw Complaint.Usage("--dependencies takes include or fail"),
    };
}
