using System.CommandLine;
using FastDataOperator.Imports;
using FastDataOperator.Manifests;

namespace FastDataOperator.Cli;

/// <summary>What <c>plan</c> and <c>import</c> have in common.</summary>
internal sealed class ImportCommandOptions
{
    public Option<string[]> Manifests { get; } = CommandOptions.Manifests();

    public Option<bool> Update { get; } = new("--update")
    {
        Description = "Makes updates that wait to be asked for (update: Manual), and makes copies of this import again.",
    };

    public Option<string?> SourceFile { get; } = CommandOptions.File("--source-file", "A configuration or an export file in place of the manifest's source repository; - for standard input.");

    public Option<string?> DestinationFile { get; } = CommandOptions.File("--destination-file", "A configuration in place of the manifest's destination repository; - for standard input.");

    public Option<string?> ConsoleFile { get; } = CommandOptions.File("--console-file", "The destination's api-console-config.json beside --destination-file, for the rules M4, K4 and V1.");

    public void AddTo(Command command)
    {
        command.Options.Add(Manifests);
        command.Options.Add(SourceFile);
        command.Options.Add(DestinationFile);
        command.Options.Add(ConsoleFile);
        command.Options.Add(Update);
    }

    /// <summary>The repositories for which no file stands in.</summary>
    public static NeededRepositories Needed(FileInputs files) =>
        (files.Source is null ? NeededRepositories.Source : NeededRepositories.None) | (files.Destination is null ? NeededRepositories.Destination : NeededRepositories.None);

    /// <summary>The files that stand in for repositories.</summary>
    /// <exception cref="ImportRefusedException">Both are the same, or standard input is asked for twice.</exception>
    public FileInputs Files(ParseResult parsed)
    {
        var source = parsed.GetValue(SourceFile);
        var destination = parsed.GetValue(DestinationFile);
        var console = parsed.GetValue(ConsoleFile);
        InputFile.RequireOneStandardInput([source, destination, console, .. parsed.GetRequiredValue(Manifests)]);
        if (console is not null && destination is null)
        {
            throw Complaint.Usage("--console-file only goes with --destination-file", "a destination in Git has its own api-console-config.json");
        }

        return source is not null && source != InputFile.StandardInput && destination is not null && SamePlace.IsSame(source, destination)
            ? throw SamePlace.Refusal("source and destination are the same file", destination)
            : new FileInputs(source, destination, console);
    }
}
