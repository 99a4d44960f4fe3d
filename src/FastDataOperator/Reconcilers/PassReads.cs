using FastDataOperator.Api;
using FastDataOperator.Core.Findings;
using FastDataOperator.Git;
using FastDataOperator.Imports;
using FastDataOperator.Secrets;
using FastDataOperator.SharedReads;
using FastDataOperator.Status;

namespace FastDataOperator.Reconcilers;

/// <summary>What a pass reads of the outside before it decides whether there is anything to do: Secrets, and where both branches are. All of it is
/// shared with other imports that need the same.</summary>
internal sealed class PassReads(SharedReads<ObjectKey, SecretReading> secrets, SharedReads<LookTarget, Look> looks)
{
    /// <summary>Reads the Secrets that the pass names.</summary>
    /// <param name="notBefore">A reading that began before this timestamp is too old.</param>
    public async Task<PassOutcome?> ReadCredentialsAsync(ImportPass pass, long notBefore, CancellationToken cancellationToken)
    {
        var names = Locations(pass).SelectMany(static location => new[] { location.Secret, location.ProxySecret, location.Verify?.Secret })
            .Append(pass.Requested is { } requested ? requested.SigningKey : pass.Removal!.SigningKey)
            .OfType<ObjectKey>().Distinct().ToArray();
        secrets.Keep(pass.Key, names);
        var readings = await Task.WhenAll(names.Select(name => InTimeAsync(
            secrets.GetAsync(pass.Key, name, notBefore, pass.Deadline.Left, cancellationToken), () => new SecretReading.Failed($"the Secret {name} could not be read in time"))));
        if (readings.OfType<SecretReading.Refused>().SelectMany(refused => refused.Problems).ToList() is { Count: > 0 } problems)
        {
            return new PassOutcome.Refused(problems, null);
        }

        if (readings.OfType<SecretReading.Failed>().FirstOrDefault() is { } failed)
        {
            return new PassOutcome.Failed(nameof(OperatorReason.ApiUnavailable), true, failed.Message, null, ConditionType.SourceFetched);
        }

        var found = names.Zip(readings.Cast<SecretReading.Found>()).ToDictionary(pair => pair.First, pair => pair.Second);
        try
        {
            foreach (var location in Locations(pass))
            {
                pass.Access[location] = SecretCredentials.From(Values(location.Secret), Values(location.ProxySecret));
            }
        }
        catch (ImportRefusedException refusal)
        {
            return new PassOutcome.Refused(refusal.Problems, null);
        }

        SecretValues? Values(ObjectKey? named) => named is { } name ? found[name].Values : null;

        // What they hold of other keys is read when it is needed: opening a private key takes a good part of a second.
        foreach (var (name, reading) in found)
        {
            pass.Values[name] = reading.Values;
        }

        pass.Secrets = string.Join(' ', names.Select(name => found[name].Version));
        return null;
    }

    /// <summary>Looks where the branches are.</summary>
    public async Task<PassOutcome?> LookAsync(ImportPass pass, CancellationToken cancellationToken)
    {
        var locations = Locations(pass).ToList();
        if (pass.PullRequest is { Head: var head } && PullRequestWatch.IsWaiting(pass.Object.Status))
        {
            locations.Insert(0, pass.Destination with { Reference = new GitReference.Branch(head) });
            pass.Access[locations[0]] = pass.Access[pass.Destination];
        }

        var targets = locations.Select(location => Target(pass, location)).ToArray();
        looks.Keep(pass.Key, targets);
        var seen = await Task.WhenAll(targets.Select(target => InTimeAsync(
            looks.GetAsync(pass.Key, target, pass.NotBefore, pass.Deadline.Left, cancellationToken), () => new Look.Failed(new GitException(
                GitFailure.TimedOut, true, $"{target.Address.Display} did not say within the timeout where its branch is, to a look that this import shares with another.")))));
        for (var at = 0; at < seen.Length; at++)
        {
            if (seen[at] is Look.Failed { Failure: var failure })
            {
                var side = locations[at] == pass.Requested?.Source ? ConditionType.SourceFetched : ConditionType.Published;
                return new PassOutcome.Failed(failure.Reason.ToString(), failure.IsTransient, failure.Message + From(locations[at], failure), failure.RetryAfter, side);
            }
        }

        pass.SeenDestination = (Look.Seen)seen[^1];
        pass.SeenSource = pass.Requested is null ? null : (Look.Seen)seen[^2];
        pass.SeenHead = locations.Count > Locations(pass).Count() ? (Look.Seen)seen[0] : null;
        pass.Inputs = new PassInputs(pass.Object.Generation, pass.SeenSource?.Mark ?? "", pass.SeenDestination.Mark!, pass.Secrets, pass.SeenHead?.Mark ?? "");
        return null;
    }

    /// <summary>The pass itself moved the destination.</summary>
    public void Learn(ImportPass pass, Look.Seen destination) => looks.Learn(Target(pass, pass.Destination), destination);

    /// <summary>The pass itself moved the import's own branch.</summary>
    public void LearnHead(ImportPass pass, Look.Seen head) => looks.Learn(Target(pass, pass.Destination with { Reference = new GitReference.Branch(pass.PullRequest!.Head) }), head);

    public void Forget(ObjectKey key)
    {
        secrets.Keep(key);
        looks.Keep(key);
    }

    /// <summary>A read that somebody else began, with more time than this pass has, must not hold its worker.</summary>
    private static async Task<T> InTimeAsync<T>(Task<T> read, Func<T> late)
    {
        try
        {
            return await read;
        }
        catch (TimeoutException)
        {
            return late();
        }
    }

    /// <summary>Whose credentials were not enough.</summary>
    private static string From(ProjectLocation location, GitException failure) =>
        failure.Reason is GitFailure.ProxyRefused && location.ProxySecret is { } proxy ? $" The proxy is that of the Secret {proxy}."
        : failure.Reason is not (GitFailure.AuthenticationFailed or GitFailure.AccessDenied) ? ""
        : location.Secret is { } secret ? $" They are those of the Secret {secret}."
        : " The import names no secretRef for it.";

    /// <summary>The source first, the destination last.</summary>
    private static IEnumerable<ProjectLocation> Locations(ImportPass pass) =>
        pass.Requested is { } requested ? [requested.Source!, requested.Destination] : [pass.Destination];

    private static LookTarget Target(ImportPass pass, ProjectLocation location) => new(location.Address, location.Reference, pass.Access.GetValueOrDefault(location) ?? pass.Access[pass.Destination]);
}
