namespace FastDataOperator.Cli;

/// <summary>What an import came to. Names are API: they appear in JSON output.</summary>
internal enum OutcomeKind
{
    /// <summary>There are changes, and nobody asked to write them.</summary>
    Planned,

    NothingToDo,

    /// <summary>The remote has the commit.</summary>
    Pushed,

    /// <summary>The change waits in a pull request.</summary>
    Proposed,

    /// <summary>The file is written.</summary>
    Written,

    /// <summary>A person must change something.</summary>
    Refused,

    /// <summary>The outside kept it from its end.</summary>
    Failed,
}
