namespace FastDataOperator.Core.Findings;

#pragma warning disable CA1064 // it never leaves Core
/// <summary>Carries a refusal from deep inside a file to the public call that turns it into a result. Never leaves Core.</summary>
internal sealed class RefusalException(Finding finding) : Exception(finding.Message)
{
    public Finding Finding { get; } = finding;
}
