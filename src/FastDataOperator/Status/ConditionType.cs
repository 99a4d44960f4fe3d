namespace FastDataOperator.Status;

/// <summary>The types of conditions. All but <see cref="Reconciling"/> and <see cref="Stalled"/>, which are there only while they are true, stay once
/// they were set.</summary>
internal static class ConditionType
{
    /// <summary>Whether the operator's work on the import is done. <c>kubectl wait</c> and kstatus go by it.</summary>
    public const string Ready = "Ready";

    /// <summary>It is not done, and the operator goes on by itself.</summary>
    public const string Reconciling = "Reconciling";

    /// <summary>It is not done, and a person must act.</summary>
    public const string Stalled = "Stalled";

    /// <summary>Whether the source could be read.</summary>
    public const string SourceFetched = "SourceFetched";

    /// <summary>Whether there is a plan; if not, every problem.</summary>
    public const string Planned = "Planned";

    /// <summary>Whether what was planned is where it belongs: in the destination's branch, or in an open pull request.</summary>
    public const string Published = "Published";

    /// <summary>Whether the import's pull request was merged; absent where there is none to speak of.</summary>
    public const string Merged = "Merged";

    /// <summary>Whether references were edited in the destination and are left so (D1).</summary>
    public const string Drifted = "Drifted";

    /// <summary>Whether the destination has every service that the imported resources are attached to (V1).</summary>
    public const string ServicesReady = "ServicesReady";
}
