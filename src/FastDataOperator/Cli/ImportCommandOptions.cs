using System.CommandLine;

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

    /// <summary>The files that stand in for repositories, or <see langword="null"/> where the manifests' repositories count.</summary>
    /// <exception cref="Imports.ImportRefusedException">Only one of two is given, or standard input is asked for twice.</exception>
    public FileInputs? Files(ParseResult parsed)
    {
        var source = parsed.GetValue(SourceFile);
        var destination = parsed.GetValue(DestinationFile);
        var console = parsed.GetValue(ConsoleFile);
        InputFile.RequireOneStandardInput([source, destination, console, .. parsed.GetRequiredValue(Manifests)]);
        return (source, destination) switch
        {
            ({ } from, { } to) => new FileInputs(from, to, console),
            (null, null) => console is null ? null : throw Complaint.Usage("--console-file only goes with --source-file and --destination-file"),
            _ => throw Complaint.Usage($"--source-file and --destination-file go together, and {(source is null ? "--source-file" : "--destination-file")} is missing"),
        };
    }
}
