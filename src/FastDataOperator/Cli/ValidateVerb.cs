using System.CommandLine;
using FastDataOperator.Core.Reports;

namespace FastDataOperator.Cli;

/// <summary><c>fastdata validate</c>: whether files are what they should be.</summary>
internal static class ValidateVerb
{
    public static Command Create()
    {
        var command = new Command("validate", "Checks configurations, export files and manifests, and says what they hold or what is wrong with them and where.");
        VerbHelp.Extend(command, """
            Exit code: 0 all are valid, 1 one is not.

            Examples:
              fastdata validate fastdata-config.json import.yaml
              git show HEAD:fastdata-config.json | fastdata validate -

            """);
        var names = new Argument<string[]>("FILE") { Description = "A file; - for standard input.", Arity = ArgumentArity.OneOrMore };
        var format = CommandOptions.Format("table", "json");
        command.Arguments.Add(names);
        command.Options.Add(format);
        command.SetAction((parsed, cancellationToken) => Verb.RunAsync(async () =>
        {
            var paths = parsed.GetRequiredValue(names);
            InputFile.RequireOneStandardInput(paths);
            var isJson = parsed.GetRequiredValue(format) == "json";
            var files = new List<FileCheck>();
            foreach (var path in paths)
            {
                files.Add(await FileCheck.RunAsync(path, cancellationToken));
            }

            var checks = SecretCheck.AddTo(files);
            if (isJson)
            {
                WriteJson(checks);
            }
            else
            {
                foreach (var check in checks)
                {
                    Write(check);
                }
            }

            return checks.All(static check => check.IsValid) ? ExitCode.Success : ExitCode.Failure;
        }, cancellationToken));
        return command;
    }

    private static void Write(FileCheck check)
    {
        if (check.IsValid)
        {
            Terminal.Out.WriteLine($"{PlainText.Line(check.File, 500)}: {PlainText.Line(check.Summary, 1_000)}");
        }

        Complaint.Errors(check.Problems);
        Complaint.Warnings(check.Warnings);
    }

    /// <summary><c>{ "files": [ { "file", "valid": bool, "summary", "problems": [ finding ], "warnings": [ finding ] } ] }</c>.</summary>
    private static void WriteJson(IReadOnlyList<FileCheck> checks) => JsonOutput.Write(json =>
    {
        json.WriteStartArray("files");
        foreach (var check in checks)
        {
            json.WriteStartObject();
            json.WriteString("file", check.File);
            json.WriteBoolean("valid", check.IsValid);
            json.WriteString("summary", check.Summary);
            FindingJson.WriteFindings(json, "problems", check.Problems);
            FindingJson.WriteFindings(json, "warnings", check.Warnings);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
