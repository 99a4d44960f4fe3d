namespace FastDataOperator.Testing;

/// <summary>A request that a <see cref="ScriptedWebServer"/> got.</summary>
/// <param name="Head">Request line and headers.</param>
/// <param name="Body">What its Content-Length announced.</param>
public sealed record ScriptedRequest(string Head, ReadOnlyMemory<byte> Body)
{
    /// <summary>Method and path, such as <c>POST /a.git/git-upload-pack</c>.</summary>
    public string Line => Head[..Head.IndexOf(" HTTP/", StringComparison.Ordinal)];
}
