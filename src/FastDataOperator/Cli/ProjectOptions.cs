using System.CommandLine;

namespace FastDataOperator.Cli;

/// <summary>The project that <c>references</c> and <c>graph</c> look at: a repository or a file.</summary>
internal sealed class ProjectOptions
{
    private readonly Option<string?> _repository = CommandOptions.Repository();
    private readonly Option<string?> _branch = CommandOptions.Branch();
    private readonly Option<string?> _path = CommandOptions.PathWithin();
    private readonly Option<string?> _file = CommandOptions.File("--file", "A configuration or an export file in place of a repository; - for standard input.");

    public void AddTo(Command command)
    {
        command.Options.Add(_repository);
        command.Options.Add(_branch);
        command.Options.Add(_path);
        command.Options.Add(_file);
    }

    /// <exception cref="Imports.ImportRefusedException">Not exactly one is named, or it cannot be used.</exception>
    /// <exception cref="Git.GitException">It could not be fetched.</exception>
    public async Task<ProjectInput> OpenAsync(ParseResult parsed, Terminal terminal, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var branch = parsed.GetValue(_branch);
        var path = parsed.GetValue(_path);
        return (parsed.GetValue(_repository), parsed.GetValue(_file)) switch
        {
            ({ } url, null) => await ProjectInput.FetchAsync(new RepositoryChoice(url, branch, path, null), terminal, timeProvider, cancellationToken),
            (null, { } file) when branch is null && path is null => await ProjectInput.ReadFileAsync(file, null, timeProvider, cancellationToken),
            (null, { }) => throw Complaint.Usage("--branch and --path only go with --repository"),
            _ => throw Complaint.Usage("the project is missing", "name it with either --repository URL or --file FILE"),
        };
    }
}
