namespace FastDataOperator.Metrics;

/// <summary>The label <c>result</c> of <c>fastdata_import_push_total</c>.</summary>
internal enum PushOutcome
{
    /// <summary>The destination has our commit.</summary>
    Pushed,

    /// <summary>There was nothing to push.</summary>
    Noop,

    /// <summary>Somebody else pushed first, once or until the timeout.</summary>
    Raced,

    /// <summary>The server refused it.</summary>
    Rejected,
}
