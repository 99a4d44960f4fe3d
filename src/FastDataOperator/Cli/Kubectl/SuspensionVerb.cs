using System.CommandLine;

namespace FastDataOperator.Cli.Kubectl;

/// <summary><c>kubectl fastdata suspend</c> and <c>resume</c>: nothing is written for an import while it is suspended.</summary>
internal static class SuspensionVerb
{
    public static Command CreateSuspend() => Create("suspend", "Suspends imports: the operator writes nothing for them until they are resumed.", isSuspended: true);

    public static Command CreateResume() => Create("resume", "Resumes imports that were suspended.", isSuspended: false);

    private static Command Create(string verb, string description, bool isSuspended)
    {
        var command = new Command(verb, description);
        VerbHelp.Extend(command, $"""
            Sets spec.suspend. An import that GitOps applies from a repository gets it back from there: change it there too.

            Examples:
              kubectl fastdata {verb} orders-from-core
              kubectl fastdata {verb} --all -n team-a

            """);
        var names = ImportNames.Any("The imports: NAME or fdi/NAME.");
        var all = new Option<bool>("--all") { Description = "All imports of the namespace, or with -A of the cluster." };
        var options = new ClusterOptions();
        command.Arguments.Add(names);
        command.Options.Add(all);
        options.AddTo(command, isWide: true);
        command.SetAction((parsed, cancellationToken) => ClusterVerb.RunAsync(async () =>
        {
            var patch = $"{{\"spec\":{{\"suspend\":{(isSuspended ? "true" : "false")}}}}}";
            using var cluster = await options.OpenAsync(parsed);
            var space = options.NamespaceOrAll(parsed, cluster);
            var imports = await ImportNames.ResolveAsync(cluster, parsed.GetValue(names) ?? [], parsed.GetValue(all), space, cancellationToken);
            var code = ExitCode.Success;
            foreach (var import in imports)
            {
                if (isSuspended && import.Object is { IsDeleting: true, HasFinalizer: true })
                {
                    Complaint.Error(
                        $"{import.Key} is being deleted, and suspended it would go and leave its references in the destination",
                        "kubectl fastdata tree says what holds the deletion up; to keep the references, set spec.deletionPolicy to Retain");
                    code = ExitCode.Failure;
                    continue;
                }

                var isAlready = import.IsSuspended == isSuspended;
                if (!isAlready)
                {
                    await cluster.PatchAsync(import.Key, patch, cancellationToken);
                }

                Tell(import, isAlready, isSuspended);
            }

            if (imports.Count == 0)
            {
                Complaint.Note($"There are no imports in {(space is null ? "any namespace" : $"namespace {space}")} of {cluster.Context}.");
            }

            return code;
        }, cancellationToken));
        return command;
    }

    private static void Tell(ClusterImport import, bool isAlready, bool isSuspended) =>
        Terminal.Out.WriteLine($"{import.Key} {(isAlready ? (isSuspended ? "was suspended already" : "was not suspended") : isSuspended ? "is suspended" : "is resumed")}.");
}
