namespace FastDataOperator.Benchmarks.Contests;

/// <summary>Who takes part, as performance.md calls them.</summary>
internal static class Names
{
    public const string Ours = "ours";
    public const string Whole = "ours, where no filter is offered";
    public const string Operator = "operator";
    public const string CommandLine = "fastdata import, cold";
    public const string Plain = "script-plain";
    public const string Careful = "script-careful";
    public const string Kpt = "kpt pkg update";
    public const string Jq = "jq";
    public const string ListRemote = "git ls-remote";
    public const string MemoryCopy = "memcpy";
}
