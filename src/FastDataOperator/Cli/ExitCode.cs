namespace FastDataOperator.Cli;

/// <summary>What the shell learns.</summary>
internal static class ExitCode
{
    /// <summary>Done, or nothing to do.</summary>
    public const int Success = 0;

    /// <summary>Refused, failed, or called wrongly.</summary>
    public const int Failure = 1;

    /// <summary>Of <c>plan</c> alone: there are changes.</summary>
    public const int Changes = 2;

    /// <summary>Ended by Ctrl-C, as shells count it (128 + SIGINT).</summary>
    public const int Cancelled = 130;

    /// <summary>Of several imports: a failure beats changes, changes beat success.</summary>
    public static int Worst(int left, int right) => left == Failure || right == Failure ? Failure : Math.Max(left, right);
}
