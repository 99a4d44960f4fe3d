using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FastDataOperator.Core.Reports;
using k8s;
using k8s.Models;
using Spectre.Console;

namespace FastDataOperator.Cli.Kubectl;

/// <summary><c>kubectl fastdata events</c>: what the operator told of imports, oldest first.</summary>
internal static class EventsVerb
{
    private static readonly string[] s_types = ["Normal", "Warning"];

    public static Command Create(Terminal terminal, TimeProvider timeProvider)
    {
        var command = new Command("events", "Lists the Events of imports, oldest first.");
        VerbHelp.Extend(command, """
            A cluster keeps Events for an hour, unless its administrator chose otherwise.

            Examples:
              kubectl fastdata events orders-from-core
              kubectl fastdata events -A --types Warning

            """);
        var name = ImportNames.Optional("The import: NAME or fdi/NAME. Default: all.");
        var types = new Option<string[]>("--types") { Description = "Only Events of these types: Normal, Warning.", HelpName = "TYPES", DefaultValueFactory = static _ => [] };
        var format = CommandOptions.KubectlFormat("table", "json");
        var options = new ClusterOptions();
        command.Arguments.Add(name);
        command.Options.Add(types);
        command.Options.Add(format);
        options.AddTo(command, isWide: true);
        command.SetAction((parsed, cancellationToken) => ClusterVerb.RunAsync(async () =>
        {
            var named = parsed.GetValue(name) is { } text ? ImportNames.Read(text) : null;
            var wanted = ReadTypes(parsed.GetValue(types) ?? []);
            using var cluster = await options.OpenAsync(parsed);
            var space = options.NamespaceOrAll(parsed, cluster);
            var events = (await cluster.ListEventsAsync(space, named, cancellationToken))
                .Where(each => wanted.Count == 0 || wanted.Contains(each.Type ?? ""))
                .OrderBy(LastSeen)
                .ThenBy(static each => each.Metadata?.Name, StringComparer.Ordinal)
                .ToList();
            if (parsed.GetRequiredValue(format) == "json")
            {
                WriteJson(events);
            }
            else if (events.Count > 0)
            {
                ColumnTable.Write(terminal.Output, events, Columns(hasNamespaces: space is null, timeProvider), isWhole: false);
            }
            else
            {
                Complaint.Note($"There are no {(wanted.Count == 1 ? $"{wanted.First()} " : "")}Events of {(named is null ? "imports" : named)} in {(space is null ? "any namespace" : $"namespace {space}")} of {cluster.Context}.");
            }

            return ExitCode.Success;
        }, cancellationToken));
        return command;
    }

    private static HashSet<string> ReadTypes(string[] types)
    {
        var wanted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var type in types.SelectMany(static each => each.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        {
            wanted.Add(s_types.FirstOrDefault(known => known.Equals(type, StringComparison.OrdinalIgnoreCase))
                ?? throw Complaint.Usage($"--types takes Normal and Warning, not {PlainText.Line(type, 80)}"));
        }

        return wanted;
    }

    private static List<Column<Corev1Event>> Columns(bool hasNamespaces, TimeProvider timeProvider)
    {
        var columns = new List<Column<Corev1Event>>();
        if (hasNamespaces)
        {
            columns.Add(new("NAMESPACE", static each => each.InvolvedObject?.NamespaceProperty ?? ""));
        }

        columns.Add(new("LAST SEEN", each => Seen(each, timeProvider)));
        columns.Add(new("TYPE", static each => each.Type ?? "") { Color = static each => each.Type == "Warning" ? Color.Yellow : Color.Default });
        columns.Add(new("REASON", static each => each.Reason ?? ""));
        columns.Add(new("OBJECT", static each => $"fdi/{each.InvolvedObject?.Name}") { Most = 260 });
        columns.Add(new("MESSAGE", static each => (each.Message ?? "").Trim()) { Most = 1_024 });
        return columns;
    }

    /// <summary>As kubectl has it: <c>5m</c>, or <c>5m (x3 over 1h)</c> for one that was repeated.</summary>
    private static string Seen(Corev1Event each, TimeProvider timeProvider)
    {
        var count = each.Series?.Count ?? each.Count ?? 1;
        var first = Utc(each.FirstTimestamp) ?? Utc(each.EventTime) ?? Utc(each.Metadata?.CreationTimestamp);
        var seen = Age.Of(LastSeen(each), timeProvider);
        return count > 1 ? string.Create(CultureInfo.InvariantCulture, $"{seen} (x{count} over {Age.Of(first, timeProvider)})") : seen;
    }

    private static DateTimeOffset? LastSeen(Corev1Event each) =>
        Utc(each.Series?.LastObservedTime) ?? Utc(each.LastTimestamp) ?? Utc(each.EventTime) ?? Utc(each.Metadata?.CreationTimestamp);

    private static DateTimeOffset? Utc(DateTime? time) => time is { } known ? new DateTimeOffset(DateTime.SpecifyKind(known, DateTimeKind.Utc)) : null;

    /// <summary>A <c>List</c> of Events.</summary>
    private static void WriteJson(List<Corev1Event> events) => JsonOutput.Write(json =>
    {
        json.WriteString("apiVersion", "v1");
        json.WriteString("kind", "List");
        json.WriteStartArray("items");
        foreach (var each in events)
        {
            each.ApiVersion ??= "v1";
            each.Kind ??= "Event";
            each.Metadata?.ManagedFields = null;
            using var document = JsonDocument.Parse(KubernetesJson.Serialize(each));
            document.RootElement.WriteTo(json);
        }

        json.WriteEndArray();
    });
}
