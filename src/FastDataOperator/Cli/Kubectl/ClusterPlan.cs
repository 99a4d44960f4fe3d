using System.Diagnostics;
using System.Diagnostics.Metrics;
using FastDataOperator.Api;
using FastDataOperator.Api.V1Alpha1;
using FastDataOperator.Core.Findings;
using FastDataOperator.Git;
using FastDataOperator.Git.Forges;
using FastDataOperator.Imports;
using FastDataOperator.Manifests;

namespace FastDataOperator.Cli.Kubectl;

/// <summary>Plans an object of the cluster as the operator would, with a person's rights in the cluster and in Git.</summary>
internal sealed class ClusterPlan(Cluster cluster, Terminal terminal, TimeProvider timeProvider)
{
    /// <param name="import">As it is now; its status is the memory of copies (K5) and says whether an update is asked for (U1).</param>
    /// <param name="asked">Whether to plan what asking for it would bring.</param>
    /// <exception cref="ClusterException">A Secret cannot be read, for another reason than rights.</exception>
    public async Task<ImportOutcome> RunAsync(ClusterImport import, bool asked, CancellationToken cancellationToken)
    {
        var name = import.Key.ToString();
        if (import.Object.Import is not { } declared)
        {
            return ImportOutcome.Refused(name, import.Object.Problems);
        }

        switch (RequestMapper.Map(declared, static _ => null, folder: ""))
        {
            case RequestMapping.Refused refused:
                return ImportOutcome.Refused(name, refused.Problems);
            case RequestMapping.Mapped { Import: var mapped } when LocalPlace(mapped) is { } place:
                return ImportOutcome.Refused(name, [LocalRepository(import, place)]);
            case RequestMapping.Mapped { Import: var mapped }:
                await NoteWhatHoldsItBackAsync(import, declared, cancellationToken);
                return await PlanAsync(mapped with { Request = mapped.Request with { Asked = asked || import.Object.IsAsked } }, cancellationToken);
            default:
                throw new UnreachableException();
        }
    }

    private async Task<ImportOutcome> PlanAsync(RequestedImport requested, CancellationToken cancellationToken)
    {
        var secrets = new List<SecretManifest>();
        try
        {
            requested = requested with
            {
                Source = await CollectSecretsAsync(requested.Source!, secrets, cancellationToken),
                Destination = await CollectSecretsAsync(requested.Destination, secrets, cancellationToken),
            };
        }
        catch (ImportRefusedException refusal)
        {
            return ImportOutcome.Refused(requested.Request.Name, refusal.Problems);
        }

        using var meter = new Meter("FastDataOperator"); // nobody listens
        using var client = new GitClient(timeProvider, scratchRoot: null, new GitLimits(), RemotePolicy.Unrestricted, meter);
        var attempt = new ImportAttempt(new ProjectFetcher(client, new CommandLineCredentials(secrets, timeProvider), timeProvider), timeProvider, beforePublish: static () => { }, new ForgeClient(client).Open);
        return ImportOutcome.Of(requested.Request.Name, await terminal.WaitAsync(
            $"Planning {requested.Request.Name}: {requested.Source!.Project} into {requested.Destination.Project}",
            () => attempt.PlanAsync(requested, cancellationToken)));
    }

    /// <summary>Reads the Secrets of a place.</summary>
    /// <returns>The place; without those that must not be read, so that git's credential helpers and the environment's proxy are asked instead, or nobody who signed it.</returns>
    /// <exception cref="ImportRefusedException">There is no such Secret.</exception>
    private async Task<ProjectLocation> CollectSecretsAsync(ProjectLocation place, List<SecretManifest> secrets, CancellationToken cancellationToken)
    {
        return place with
        {
            Secret = await CollectAsync(place.Secret, "secretRef", "git's credential helpers are asked instead"),
            ProxySecret = await CollectAsync(place.ProxySecret, "proxySecretRef", "HTTPS_PROXY and NO_PROXY count instead"),
            Verify = await CollectAsync(place.Verify?.Secret, "verify.secretRef", "the operator checks who signed it, this plan does not") is null ? null : place.Verify,
        };

        async Task<ObjectKey?> CollectAsync(ObjectKey? named, string field, string instead)
        {
            if (named is not { } key || secrets.Any(secret => secret.Namespace == key.Namespace && secret.Name == key.Name))
            {
                return named;
            }

            try
            {
                secrets.Add(new SecretManifest(key.Namespace, key.Name, await cluster.ReadSecretAsync(key, cancellationToken)));
                return key;
            }
            catch (ClusterException failure) when (failure.Reason is ClusterFailure.Forbidden)
            {
                Note($"you may not read the Secret {key} that {place.Project} names; {instead}");
                return null;
            }
            catch (ClusterException failure) when (failure.Reason is ClusterFailure.NotFound)
            {
                throw Complaint.Of(Reason.SecretMissing, "manifest", $"there is no Secret {key}, which {place.Project} names", $"create it, or correct the name in {field}");
            }
        }
    }

    /// <summary>Says what keeps the operator from doing at once what the plan shows.</summary>
    private async Task NoteWhatHoldsItBackAsync(ClusterImport import, FastDataImport declared, CancellationToken cancellationToken)
    {
        if (import.Object.IsDeleting)
        {
            Note($"{import.Key} is being deleted, and does nothing of this any more");
        }
        else if (import.IsSuspended)
        {
            Note($"{import.Key} is suspended: nothing of this happens before kubectl fastdata resume {import.Key.Name} -n {import.Key.Namespace}");
        }

        foreach (var other in declared.Spec.DependsOn.Select(each => each.Name).Where(ObjectNames.IsSubdomain).Take(20))
        {
            try
            {
                if ((await cluster.GetAsync(import.Key with { Name = other }, cancellationToken)).Condition("Ready") is not { Status: "True" })
                {
                    Note($"{import.Key} waits for {other}, which is not ready");
                }
            }
            catch (ClusterException failure) when (failure.Reason is ClusterFailure.NotFound)
            {
                Note($"{import.Key} waits for {other}, which is not there");
            }
        }
    }

    private static string? LocalPlace(RequestedImport import) =>
        import.Source is { Address.IsLocal: true } source ? source.Repository : import.Destination is { Address.IsLocal: true } destination ? destination.Repository : null;

    /// <summary>An object of a cluster must not choose what is read of the disk of whoever looks at it.</summary>
    private static Finding LocalRepository(ClusterImport import, string place) => new()
    {
        Reason = Reason.NotSupported,
        Rule = "manifest",
        Message = $"{import.Key} names a repository on a disk, {place}, which is not this machine's to read for it",
        Remedy = $"to plan with the one that is here: kubectl get fdi {import.Key.Name} -n {import.Key.Namespace} -o yaml | fastdata plan -f -",
    };

    private static void Note(string text) => Complaint.Note($"note: {text}");
}
