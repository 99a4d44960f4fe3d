using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using FastDataOperator.Testing.Secrets;

namespace FastDataOperator.Testing;

/// <summary>A loopback web server whose answers a test writes byte by byte: for what no real server does on purpose.</summary>
public sealed class ScriptedWebServer : IDisposable
{
    private readonly LoopbackListener _listener;
    private readonly Func<ScriptedRequest, ReadOnlyMemory<byte>> _answer;
    private readonly TaskCompletionSource _hung = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<ScriptedRequest> _requests = new();

    /// <param name="answer">The whole answer, headers and all. One without <c>Content-Length</c> is followed by nothing: the server hangs.</param>
    public ScriptedWebServer(Func<ScriptedRequest, ReadOnlyMemory<byte>> answer)
    {
        _answer = answer;
        _listener = new LoopbackListener(ServeAsync);
    }

    public int Port => _listener.Port;

    public string Url => $"http://127.0.0.1:{Port}/project.git";

    /// <summary>How many connections were opened.</summary>
    public int Connections => _listener.Connections;

    public IReadOnlyCollection<ScriptedRequest> Requests => _requests;

    /// <summary>Completes when the server has answered all that it will and keeps the client waiting.</summary>
    public Task Hung => _hung.Task;

    /// <summary>An answer with its length.</summary>
    public static ReadOnlyMemory<byte> Answer(string status, string contentType, ReadOnlySpan<byte> body, string headers = "")
    {
        using var answer = new MemoryStream();
        answer.Write(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: {contentType}\r\nContent-Length: {body.Length}\r\n{headers}\r\n"));
        answer.Write(body);
        return answer.ToArray();
    }

    /// <summary>The beginning of an answer that never ends.</summary>
    public static ReadOnlyMemory<byte> Unfinished(string contentType, string body) =>
        Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: {contentType}\r\nTransfer-Encoding: chunked\r\n\r\n{body.Length:x}\r\n{body}\r\n");

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync(NetworkStream client, CancellationToken cancellationToken)
    {
        while (await ReadRequestAsync(client, cancellationToken) is { } request)
        {
            _requests.Enqueue(request);
            Evidence.Keep("web", request.HeadWithoutCredentials);
            Evidence.Keep("web", request.Body.Span);
            var answer = _answer(request);
            await client.WriteAsync(answer, cancellationToken);
            if (!Encoding.Latin1.GetString(answer.Span).Contains("Content-Length", StringComparison.Ordinal))
            {
                _hung.TrySetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
        }
    }

    private static async Task<ScriptedRequest?> ReadRequestAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, cancellationToken) == 0)
            {
                return null;
            }

            head.Append((char)one[0]);
        }

        var text = head.ToString();
        var marker = text.IndexOf("Content-Length: ", StringComparison.OrdinalIgnoreCase);
        var length = marker < 0 ? 0 : int.Parse(text.AsSpan(marker + 16, text.IndexOf('\r', marker) - marker - 16), System.Globalization.CultureInfo.InvariantCulture);
        var body = new byte[length];
        await stream.ReadExactlyAsync(body, cancellationToken);
        return new ScriptedRequest(text, body);
    }
}
