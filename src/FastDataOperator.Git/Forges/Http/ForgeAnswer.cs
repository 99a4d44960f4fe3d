using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace FastDataOperator.Git.Forges.Http;

/// <summary>What a forge answered: headers and the whole body, which is bounded.</summary>
internal sealed class ForgeAnswer(ForgeFailures failures, HttpStatusCode status, HttpResponseHeaders headers, string? mediaType, ReadOnlyMemory<byte> body)
{
    private string? _words;

    public HttpStatusCode Status => status;

    public bool IsSuccess => (int)status is >= 200 and < 300;

    public HttpResponseHeaders Headers => headers;

    /// <summary>Whether it came by way of a redirect: the repository is called otherwise now.</summary>
    public bool IsMoved { get; init; }

    /// <summary>Whether a list goes on, as RFC 8288 says it.</summary>
    public bool HasNext => headers.TryGetValues("Link", out var links) && links.Any(static link => link.Contains("rel=\"next\"", StringComparison.Ordinal));

    /// <summary>What the forge says went wrong: one line, bounded and cleaned; empty where it says nothing.</summary>
    public string Words => _words ??= failures.Sent.Hide(ForgeWords.Of(mediaType, body));

    /// <summary>The body as what it should be.</summary>
    /// <param name="type">From a context that bounds depth and refuses what is missing.</param>
    /// <exception cref="GitException">It is something else.</exception>
    public T Read<T>(JsonTypeInfo<T> type)
        where T : class
    {
        if (!ForgeWords.IsJson(mediaType))
        {
            throw failures.Malformed(mediaType is null ? "without saying what it is" : $"with {mediaType} where JSON was expected (a login page, a proxy?)");
        }

        try
        {
            return JsonSerializer.Deserialize(body.Span, type) ?? throw failures.Malformed("with nothing where something was expected");
        }
        catch (JsonException exception)
        {
            throw failures.Malformed(exception);
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException or ArgumentException)
        {
            throw failures.Malformed("with text that is no text");
        }
    }

    /// <inheritdoc cref="Read"/>
    public IReadOnlyList<T> ReadList<T>(JsonTypeInfo<IReadOnlyList<T>> type)
        where T : class
    {
        var items = Read(type);
        return items.All(static item => item is not null) ? items : throw failures.Malformed("with nothing in a list");
    }

    /// <summary>A branch that the answer names.</summary>
    /// <exception cref="GitException">Git knows no such name.</exception>
    public BranchName Branch(string name) => BranchName.TryParse(name, out var branch) ? branch : throw failures.Malformed("with a branch that cannot be one");

    /// <summary>What an expected status means after all.</summary>
    public GitException ToFailure() => failures.Explain(this);

    /// <summary>That it makes no sense.</summary>
    /// <param name="what">Continues <c>answered</c>.</param>
    public GitException Malformed(string what) => failures.Malformed(what);
}
