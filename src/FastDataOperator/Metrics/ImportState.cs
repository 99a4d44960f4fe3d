namespace FastDataOperator.Metrics;

/// <summary>The labels of <c>fastdata_import_info</c>.</summary>
/// <param name="Ready">The status of the condition Ready: True, False or Unknown.</param>
/// <param name="Reason">Its reason.</param>
/// <param name="IsSuspended">Whether <c>spec.suspend</c> is set.</param>
internal sealed record ImportState(string Ready, string Reason, bool IsSuspended);
