using FastDataOperator.Benchmarks.Measuring;

namespace FastDataOperator.Benchmarks.Contests;

/// <summary>The same work by several contestants in turn, round after round (A B A B), so that a busy moment of the machine meets all.</summary>
/// <param name="Title">What the tables call it.</param>
/// <param name="Contestants">In the order in which they run.</param>
internal sealed record Contest(string Title, IReadOnlyList<Contestant> Contestants)
{
    /// <summary>One round that does not count comes first: file caches, connections and just-in-time compilation warm up.</summary>
    public async Task<ContestResult> RunAsync(int rounds, TextWriter progress, CancellationToken cancellationToken)
    {
        var samples = Contestants.ToDictionary(contestant => contestant.Name, _ => new List<Sample>());
        Dictionary<string, string> failures = [];
        for (var round = 0; round <= rounds; round++)
        {
            await progress.WriteLineAsync($"{Title}: {(round == 0 ? "warm-up" : $"round {round} of {rounds}")}");
            foreach (var contestant in Contestants.Where(contestant => !failures.ContainsKey(contestant.Name)))
            {
                try
                {
                    await WarmUpAsync(contestant, round, cancellationToken);
                    samples[contestant.Name].Add(await contestant.RunAsync(cancellationToken));
                }
                catch (RunFailedException failure)
                {
                    failures.Add(contestant.Name, failure.Message);
                    await progress.WriteLineAsync($"{Title}: {contestant.Name} failed: {failure.Message}");
                }
            }
        }

        var counted = samples.Where(entry => !failures.ContainsKey(entry.Key));
        return new ContestResult(Title, counted.ToDictionary(entry => entry.Key, IReadOnlyList<Sample> (entry) => entry.Value[1..]), failures);
    }

    private static async Task WarmUpAsync(Contestant contestant, int round, CancellationToken cancellationToken)
    {
        for (var run = 0; round == 0 && run < contestant.WarmUps; run++)
        {
            await contestant.RunAsync(cancellationToken);
        }
    }
}
