using System.Diagnostics.Metrics;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Core.Findings;
using FastDataOperator.Core.Imports;
using FastDataOperator.Git;
using FastDataOperator.Git.Forges;
using FastDataOperator.Imports;

namespace FastDataOperator.Cli;

/// <summary>The imports of a call between Git repositories, one after the other.</summary>
internal sealed class RepositoryImports(Terminal terminal, TimeProvider timeProvider)
{
    /// <summary>Runs each import; one that fails does not keep the next from its turn.</summary>
    /// <param name="manifests">What to import. All are checked before the first is run.</param>
    /// <param name="sourceFile">A file that stands in for the source's repository; the manifests hold one import then.</param>
    /// <param name="publish">Whether to commit and push.</param>
    /// <param name="asked">Whether updates and copies that wait are to be made.</param>
    /// <param name="report">Told each outcome as it is there.</param>
    /// <exception cref="ImportRefusedException">A manifest asks for what cannot be honoured.</exception>
    public async Task<IReadOnlyList<ImportOutcome>> RunAsync(
        ManifestSet manifests, string? sourceFile, bool publish, bool asked, Action<ImportOutcome> report, CancellationToken cancellationToken)
    {
        var source = sourceFile is null ? null : await FileImport.ReadSourceAsync(sourceFile, FileImport.Only(manifests).Document.Import.Spec.Source.Project, timeProvider, cancellationToken);
        var imports = Map(manifests, source, asked);
        using var meter = new Meter("FastDataOperator"); // nobody listens
        using var client = new GitClient(timeProvider, scratchRoot: null, new GitLimits(), RemotePolicy.Unrestricted, meter);
        client.SweepAbandonedScratch();
        var attempt = new ImportAttempt(new ProjectFetcher(client, new CommandLineCredentials(manifests.Secrets, timeProvider), timeProvider), timeProvider, beforePublish: static () => { }, new ForgeClient(client).Open);
        var outcomes = new List<ImportOutcome>();
        foreach (var import in imports)
        {
            var result = await terminal.WaitAsync(
                $"{(publish ? "Importing" : "Planning")} {import.Request.Name}: {import.Source?.Project ?? sourceFile} into {import.Destination.Project}",
                () => publish ? attempt.ImportAsync(import, cancellationToken) : attempt.PlanAsync(import, cancellationToken));
            var outcome = ImportOutcome.Of(import.Request.Name, result);
            outcomes.Add(outcome);
            report(outcome);
        }

        return outcomes;
    }

    private static List<RequestedImport> Map(ManifestSet manifests, SourceProject? source, bool asked)
    {
        var imports = new List<RequestedImport>();
        var problems = new List<Finding>();
        foreach (var (document, folder) in manifests.Imports)
        {
            switch (RequestMapper.Map(document.Import, document.Locate, folder, source))
            {
                case RequestMapping.Mapped mapped:
                    imports.Add(mapped.Import with { Request = mapped.Import.Request with { Asked = asked }, Author = mapped.Import.Author ?? AuthorFromEnvironment() });
                    break;
                case RequestMapping.Refused refused:
                    problems.AddRange(refused.Problems);
                    break;
            }
        }

        return problems.Count == 0 ? imports : throw new ImportRefusedException(problems);
    }

    /// <summary>As git itself takes it; the person's git configuration is not asked, because a machine's commit is not theirs.</summary>
    private static CommitAuthor? AuthorFromEnvironment() =>
        (Environment.GetEnvironmentVariable("GIT_AUTHOR_NAME"), Environment.GetEnvironmentVariable("GIT_AUTHOR_EMAIL")) is ({ Length: > 0 } name, { Length: > 0 } email)
            ? new CommitAuthor(name, email)
            : null;
}
