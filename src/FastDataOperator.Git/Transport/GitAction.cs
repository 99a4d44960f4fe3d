namespace FastDataOperator.Git.Transport;

/// <summary>What an operation is for.</summary>
internal enum GitAction
{
    Look,
    Fetch,
    Push,
}
