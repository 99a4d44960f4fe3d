namespace FastDataOperator.Api;

/// <summary>What a cache must know of what it keeps.</summary>
internal interface ICachedObject
{
    public ObjectKey Key { get; }

    /// <summary>Tells an object from one of the same name that was deleted before it.</summary>
    public string Uid { get; }

    /// <summary>Grows with every change; a decimal number (KEP-5504), which tells the newer of two states of one object.</summary>
    public string ResourceVersion { get; }
}
