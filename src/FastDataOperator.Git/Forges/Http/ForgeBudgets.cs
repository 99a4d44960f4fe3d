namespace FastDataOperator.Git.Forges.Http;

/// <summary>The budgets of a process, one for each host and token: forges count so, whichever way a token is written, and whoever breaks an import uses up nobody else's. Tokens are kept as digests only.</summary>
internal sealed class ForgeBudgets(TimeProvider timeProvider)
{
    /// <summary>Beyond this, those that are not in use are forgotten.</summary>
    private const int Most = 1_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Host, string Who), ForgeBudget> _budgets = [];

    public ForgeBudget Of(ForgeAddress address, GitCredentials credentials)
    {
        var host = address.Api.Authority;
        var key = (host, credentials.AsToken().Digest());
        lock (_lock)
        {
            if (_budgets.TryGetValue(key, out var known))
            {
                return known;
            }

            if (_budgets.Count >= Most)
            {
                foreach (var idle in _budgets.Where(static entry => entry.Value.IsIdle).Select(static entry => entry.Key).ToArray())
                {
                    _budgets.Remove(idle);
                }
            }

            return _budgets[key] = new ForgeBudget(address.Provider, host, timeProvider);
        }
    }

    /// <summary>For each host the least that a forge said is left to any of its credentials.</summary>
    public IReadOnlyList<(ForgeProvider Provider, string Host, long Remaining)> Remaining()
    {
        lock (_lock)
        {
            return
            [
                .. _budgets.Values.Where(static budget => budget.Remaining is not null)
                    .GroupBy(static budget => (budget.Provider, budget.Host))
                    .Select(static group => (group.Key.Provider, group.Key.Host, group.Min(static budget => budget.Remaining!.Value))),
            ];
        }
    }
}
