using System.CommandLine;
using FastDataOperator.Api;
using FastDataOperator.Imports;

namespace FastDataOperator.Cli.Kubectl;

/// <summary><c>kubectl fastdata get</c>: the imports of a cluster and how they are.</summary>
internal static class GetVerb
{
    public static Command Create(Terminal terminal, TimeProvider timeProvider)
    {
        var command = new Command("get", "Lists imports: whether they are ready, what they last changed and when.");
        VerbHelp.Extend(command, """
            A terminal that is too narrow shows fewer columns; -o wide shows all, with addresses and messages.

            Examples:
              kubectl fastdata get
              kubectl fastdata get -A -l team=orders
              kubectl fastdata get orders-from-core -n team-a -o yaml

            """);
        var names = ImportNames.Any("The imports: NAME or fdi/NAME. Default: all.");
        var selector = new Option<string?>("--selector", "-l") { Description = "Labels that they must have, such as team=orders,tier!=test.", HelpName = "SELECTOR" };
        var format = CommandOptions.KubectlFormat("table", "wide", "json", "yaml", "name");
        var options = new ClusterOptions();
        command.Arguments.Add(names);
        command.Options.Add(selector);
        command.Options.Add(format);
        options.AddTo(command, isWide: true);
        command.SetAction((parsed, cancellationToken) => ClusterVerb.RunAsync(async () =>
        {
            using var cluster = await options.OpenAsync(parsed);
            var space = options.NamespaceOrAll(parsed, cluster);
            var wanted = parsed.GetValue(names) ?? [];
            var labels = parsed.GetValue(selector);
            var (imports, missing) = wanted.Length == 0
                ? (await cluster.ListAsync(space, labels, cancellationToken), [])
                : await FindAsync(cluster, wanted, space, labels, cancellationToken);
            Write(terminal, timeProvider, imports, new Shown(parsed.GetRequiredValue(format), space, IsOne: wanted.Length == 1, labels, cluster.Context));
            foreach (var failure in missing)
            {
                Complaint.Error(failure.Message, failure.Remedy);
            }

            return missing.Count == 0 ? ExitCode.Success : ExitCode.Failure;
        }, cancellationToken));
        return command;
    }

    /// <summary>Finds those that are named; one that is missing does not hide the others.</summary>
    private static async Task<(IReadOnlyList<ClusterImport> Found, IReadOnlyList<ClusterException> Missing)> FindAsync(
        Cluster cluster, string[] wanted, string? space, string? labels, CancellationToken cancellationToken)
    {
        if (labels is not null)
        {
            throw Complaint.Usage("-l and a name contradict each other", "keep one of them");
        }

        var found = new List<ClusterImport>();
        var missing = new List<ClusterException>();
        foreach (var name in wanted.Select(ImportNames.Read).Distinct(StringComparer.Ordinal).ToList())
        {
            try
            {
                found.Add(await cluster.GetAsync(new ObjectKey(space ?? throw Complaint.Usage("-A and a name contradict each other", "name the namespace with -n"), name), cancellationToken));
            }
            catch (ClusterException failure) when (failure.Reason is ClusterFailure.NotFound)
            {
                missing.Add(failure);
            }
        }

        return (found, missing);
    }

    private static void Write(Terminal terminal, TimeProvider timeProvider, IReadOnlyList<ClusterImport> imports, Shown shown)
    {
        switch (shown.Format)
        {
            case "json":
                WriteJson(imports, shown.IsOne);
                break;
            case "yaml":
                if (!shown.IsOne || imports.Count > 0)
                {
                    Terminal.Out.Write(ObjectYaml.Write(ObjectJson.Of(imports, isList: !shown.IsOne)));
                }

                break;
            case "name":
                foreach (var import in imports)
                {
                    Terminal.Out.WriteLine(ImportNames.Qualified(import.Key.Name));
                }

                break;
            default:
                WriteTable(terminal, timeProvider, imports, shown);
                break;
        }
    }

    private static void WriteTable(Terminal terminal, TimeProvider timeProvider, IReadOnlyList<ClusterImport> imports, Shown shown)
    {
        if (imports.Count > 0)
        {
            var isWide = shown.Format == "wide";
            ColumnTable.Write(terminal.Output, imports, ImportColumns.For(hasNamespaces: shown.Namespace is null, isWide, timeProvider), isWhole: isWide);
        }
        else if (!shown.IsOne)
        {
            Complaint.Note($"There are no imports {(shown.Selector is null ? "" : "with these labels ")}in {(shown.Namespace is { } space ? $"namespace {space}" : "any namespace")} of {shown.Context}.{(shown.Namespace is null ? "" : " -A looks in all namespaces.")}");
        }
    }

    private static void WriteJson(IReadOnlyList<ClusterImport> imports, bool isOne)
    {
        if (isOne && imports.Count == 0)
        {
            return;
        }

        JsonOutput.Write(json =>
        {
            foreach (var member in ObjectJson.Of(imports, isList: !isOne).EnumerateObject())
            {
                member.WriteTo(json);
            }
        });
    }

    /// <summary>What was asked for.</summary>
    private sealed record Shown(string Format, string? Namespace, bool IsOne, string? Selector, string Context);
}
