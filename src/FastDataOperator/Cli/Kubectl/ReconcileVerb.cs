using System.CommandLine;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Reports;
using FastDataOperator.Manifests;

namespace FastDataOperator.Cli.Kubectl;

/// <summary><c>kubectl fastdata reconcile</c>: asks the operator to look now, and waits for its answer.</summary>
internal static class ReconcileVerb
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    public static Command Create(Terminal terminal, TimeProvider timeProvider)
    {
        var command = new Command("reconcile", "Asks the operator to run imports now, with updates and copies that wait to be asked for, and waits for its answer.");
        VerbHelp.Extend(command, """
            Exit code: 0 ready, 1 not ready, refused, or no answer in time, 130 cancelled.

            Examples:
              kubectl fastdata reconcile orders-from-core
              kubectl fastdata reconcile --all -n team-a --timeout 15m
              kubectl fastdata reconcile orders-from-core --wait=false

            """);
        var names = ImportNames.Any("The imports: NAME or fdi/NAME.");
        var all = new Option<bool>("--all") { Description = "All imports of the namespace, or with -A of the cluster, that are not suspended." };
        var wait = new Option<bool>("--wait") { Description = "Waits until the operator has answered.", DefaultValueFactory = static _ => true };
        var timeout = Timeout();
        var options = new ClusterOptions();
        command.Arguments.Add(names);
        command.Options.Add(all);
        command.Options.Add(wait);
        command.Options.Add(timeout);
        options.AddTo(command, isWide: true);
        command.SetAction((parsed, cancellationToken) => ClusterVerb.RunAsync(async () =>
        {
            using var cluster = await options.OpenAsync(parsed);
            var isAll = parsed.GetValue(all);
            var imports = await ImportNames.ResolveAsync(cluster, parsed.GetValue(names) ?? [], isAll, options.NamespaceOrAll(parsed, cluster), cancellationToken);
            var wanted = Unsuspended(imports, isAll);
            var asked = new List<AskedImport>();
            foreach (var import in wanted)
            {
                asked.Add(await AskedImport.AskAsync(cluster, import, timeProvider, cancellationToken));
                Complaint.Note($"{import.Key} is asked to reconcile.");
            }

            if (asked.Count == 0)
            {
                Complaint.Note("There is nothing to reconcile.");
            }

            return !parsed.GetValue(wait) || asked.Count == 0
                ? ExitCode.Success
                : await WaitAsync(cluster, terminal, timeProvider, asked, parsed.GetValue(timeout) ?? s_patience, cancellationToken);
        }, cancellationToken));
        return command;
    }

    private static List<ClusterImport> Unsuspended(IReadOnlyList<ClusterImport> imports, bool isAll)
    {
        var suspended = imports.Where(static import => import.IsSuspended).ToList();
        if (suspended.Count > 0 && !isAll)
        {
            throw Complaint.Of(Reason.Suspended, "usage", $"{suspended[0].Key} is suspended", $"run kubectl fastdata resume {suspended[0].Key.Name} -n {suspended[0].Key.Namespace} first; plan works meanwhile");
        }

        foreach (var import in suspended)
        {
            Complaint.Note($"{import.Key} is suspended, and left alone.");
        }

        return [.. imports.Except(suspended)];
    }

    private static async Task<int> WaitAsync(Cluster cluster, Terminal terminal, TimeProvider timeProvider, List<AskedImport> asked, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var code = ExitCode.Success;
        var wait = new ReconcileWait(
            cluster.GetAsync,
            (import, answer) =>
            {
                Tell(terminal, import, answer);
                code = answer is Reconciliation.Ready ? code : ExitCode.Failure;
            },
            static key => Complaint.Note($"note: nothing has answered for {ReconcileWait.QuietTime.TotalSeconds:0} s; maybe no operator runs that watches namespace {key.Namespace}, or it has much to do"),
            timeProvider);
        var unanswered = await wait.RunAsync(asked, timeout, cancellationToken);
        foreach (var one in unanswered)
        {
            Complaint.Error($"{one.Key} was not answered in {GoDuration.Write(timeout)}", $"kubectl fastdata events {one.Key.Name} -n {one.Key.Namespace} may say why; the request stands");
        }

        return unanswered.Count == 0 ? code : ExitCode.Failure;
    }

    private static void Tell(Terminal terminal, ClusterImport import, Reconciliation answer)
    {
        var message = PlainText.Line(ImportColumns.Message(import), 1_000);
        if (answer is Reconciliation.Ready)
        {
            OutcomeTable.Line(terminal.Output, $"✔ {import.Key}: {message}");
            return;
        }

        Complaint.Error(
            $"{import.Key}: {message}",
            answer is Reconciliation.Stalled ? "somebody must act: the operator looks again when the spec changes, when its interval is over, or when it is asked like this" : "the operator tries again by itself");
    }

    private static Option<TimeSpan?> Timeout()
    {
        var option = new Option<TimeSpan?>("--timeout")
        {
            Description = "How long to wait, such as 90s or 15m. Default: 5m.",
            HelpName = "DURATION",
        };
        option.CustomParser = static result =>
        {
            if (result.Tokens is [{ Value: var text }] && GoDuration.TryParse(text, out var duration) && duration > TimeSpan.Zero)
            {
                return duration;
            }

            result.AddError("--timeout takes a duration such as 90s or 15m.");
            return default;
        };
        return option;
    }
}
