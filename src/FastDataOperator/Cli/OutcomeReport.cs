using System.Diagnostics;
using FastDataOperator.Core.Imports;
using FastDataOperator.Core.Reports;
using FastDataOperator.Imports;
using Spectre.Console;

namespace FastDataOperator.Cli;

/// <summary>Tells the outcomes of <c>plan</c> and <c>import</c> in the format that was asked for: results on output, errors on error.</summary>
internal sealed class OutcomeReport(Terminal terminal, string format, bool isPlan)
{
    private int _written;

    /// <summary>Where the table goes: error, when output carries a file.</summary>
    public IAnsiConsole Console { get; init; } = terminal.Output;

    /// <summary>What a person is told to do about changes that were only planned.</summary>
    public Func<string, string> ChangesHint { get; init; } = static does => $"Nothing was written; fastdata import {does}.";

    /// <summary>What a person is told to do about what waits to be asked for (U1, D1).</summary>
    public string WaitingHint { get; init; } = "What waits is taken by fastdata import --update.";

    /// <summary>Runs a call and ends its output.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> GuardAsync(Func<Task<IReadOnlyList<ImportOutcome>>> run)
    {
        try
        {
            var outcomes = await run();
            if (format == "json")
            {
                OutcomeJson.Write(outcomes, []);
            }

            return outcomes.Select(CodeOf).Aggregate(ExitCode.Success, ExitCode.Worst);
        }
        catch (ImportRefusedException refusal) when (format == "json")
        {
            OutcomeJson.Write([], refusal.Problems);
            throw;
        }
    }

    /// <summary>Tells one outcome; JSON waits for the end.</summary>
    public void Write(ImportOutcome outcome)
    {
        var isFirst = _written++ == 0;
        switch (format)
        {
            case "json":
                break;
            case "table":
                WriteTable(outcome, isFirst);
                break;
            case "markdown":
                Terminal.Out.Write((isFirst ? "" : "\n") + Markdown(outcome));
                break;
            case "mermaid":
                Terminal.Out.Write($"{(isFirst ? "" : "\n")}%% {PlainText.Line(outcome.Name)}\n{(outcome.Plan is { } drawn ? PlanMermaid.Write(drawn) : "graph LR\n")}");
                break;
            default:
                throw new UnreachableException();
        }

        Complaint.Errors(outcome.Problems);
        if (outcome.Failure is { } failure)
        {
            Complaint.Failure($"{outcome.Name}: {failure.Message}", failure.Remedy);
        }
        else if (outcome.Kind == OutcomeKind.Refused)
        {
            Terminal.Error.WriteLine($"{outcome.Name} is refused, and nothing was written.");
        }
    }

    private static string Markdown(ImportOutcome outcome)
    {
        var failure = outcome.Failure is { } found ? (found.Remedy is { } remedy ? $"{found.Message.TrimEnd('.')}; {remedy}" : found.Message).ReplaceLineEndings(" ") : null;
        return outcome.Plan is { } plan ? PlanMarkdown.Write(plan, failure)
            : failure is not null ? PlanMarkdown.WriteFailure(outcome.Name, failure)
            : PlanMarkdown.WriteRefusal(outcome.Name, outcome.Problems);
    }

    private void WriteTable(ImportOutcome outcome, bool isFirst)
    {
        if (!isFirst)
        {
            Console.WriteLine();
        }

        OutcomeTable.Write(Console, outcome);
        if (outcome is { PullRequest: { } pullRequest, Failure: null })
        {
            foreach (var line in PullRequestWording.Lines(pullRequest))
            {
                OutcomeTable.Line(Console, $"  {line}");
            }
        }

        switch (outcome.Kind)
        {
            case OutcomeKind.Pushed:
                OutcomeTable.Line(Console, $"  Pushed commit {outcome.Commit} to {outcome.Branch}.");
                break;
            case OutcomeKind.Written:
                OutcomeTable.Line(Console, outcome.File == InputFile.StandardInput ? "  Wrote the result to standard output." : $"  Wrote {outcome.File}.");
                break;
            case OutcomeKind.Planned when isPlan:
                OutcomeTable.Line(Console, $"  {ChangesHint(outcome is { PullRequest: null, Branch: { } branch } ? $"pushes it to {branch}" : "does it")}");
                break;
            case OutcomeKind.NothingToDo when outcome.Plan is { } plan && plan.Changes.Any(change => change.Action is ChangeAction.UpdateAvailable or ChangeAction.Drifted):
                OutcomeTable.Line(Console, $"  {WaitingHint}");
                break;
        }
    }

    private int CodeOf(ImportOutcome outcome) => outcome.Kind switch
    {
        OutcomeKind.Refused or OutcomeKind.Failed => ExitCode.Failure,
        OutcomeKind.Planned when isPlan => ExitCode.Changes,
        _ => ExitCode.Success,
    };
}
