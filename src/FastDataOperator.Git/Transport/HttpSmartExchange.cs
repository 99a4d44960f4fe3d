using System.Buffers;
using System.IO.Pipelines;

namespace FastDataOperator.Git.Transport;

/// <summary>One HTTP request. A small body is kept and sent with its length; a large one streams, chunked, while it is written.</summary>
internal sealed class HttpSmartExchange : ISmartExchange
{
    /// <summary>Bodies up to this many bytes are sent in one piece.</summary>
    private const int StreamingThreshold = 1 << 20;

    private const int PauseAt = 4 << 20;

    private readonly HttpSmartService _service;
    private readonly GitOperation _operation;
    private readonly GitService _kind;
    private readonly HttpMethod _method;
    private readonly string _suffix;
    private readonly bool _protocolV2;
    private readonly ArrayBufferWriter<byte> _small = new();

    private Pipe? _pipe;
    private Task<HttpResponseMessage>? _sending;
    private HttpResponseMessage? _response;
    private Stream? _body;

    public HttpSmartExchange(
        HttpSmartService service, GitOperation operation, GitService kind, HttpMethod method, string suffix, bool protocolV2)
    {
        _service = service;
        _operation = operation;
        _kind = kind;
        _method = method;
        _suffix = suffix;
        _protocolV2 = protocolV2;
    }

    public void Write(ReadOnlyMemory<byte> data)
    {
        if (_pipe is null)
        {
            _small.Write(data.Span);
            if (_small.WrittenCount > StreamingThreshold)
            {
                StartStreaming();
            }

            return;
        }

        // Once the answer is there, what would still be sent has no reader.
        if (_body is null)
        {
            WriteToPipe(data);
        }
    }

    public int Read(Memory<byte> buffer)
    {
        try
        {
            _body ??= OpenBody();
            var reading = _body.ReadAsync(buffer, _operation.Cancellation);
            var count = reading.IsCompleted ? reading.Result : reading.AsTask().GetAwaiter().GetResult();
            _operation.CountReceived(count);
            return count;
        }
        catch (Exception exception) when (ConnectionFault.Is(exception))
        {
            throw HttpFailures.Explain(_operation, _service.Access, exception);
        }
    }

    public void Dispose()
    {
        _pipe?.Writer.Complete(new OperationCanceledException());
        _body?.Dispose();
        _response?.Dispose();
        if (_response is null && _sending is not null)
        {
            // The request is still under way: whatever becomes of it, its response is not wanted.
            _ = _sending.ContinueWith(
                static sent =>
                {
                    if (sent.IsCompletedSuccessfully)
                    {
                        sent.Result.Dispose();
                    }
                    else
                    {
                        _ = sent.Exception;
                    }
                },
                CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private void StartStreaming()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: PauseAt, resumeWriterThreshold: PauseAt / 2, useSynchronizationContext: false));
        _pipe = pipe;
        _sending = _service.SendAsync(_method, _suffix, _kind, _protocolV2, () => new PipeContent(pipe.Reader), isReplayable: false);

        // A server that answers before it read everything (a refusal) must not leave the writer waiting for a reader.
        _ = _sending.ContinueWith(
            static (_, state) => ((PipeReader)state!).Complete(), pipe.Reader,
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        WriteToPipe(_small.WrittenMemory);
        _small.ResetWrittenCount();
    }

    private void WriteToPipe(ReadOnlyMemory<byte> data)
    {
        var writing = _pipe!.Writer.WriteAsync(data, _operation.Cancellation);
        var flushed = writing.IsCompleted ? writing.Result : writing.AsTask().GetAwaiter().GetResult();
        if (flushed.IsCompleted && _body is null)
        {
            try
            {
                // Nobody reads any more: the answer is there, and it says why.
                _body = OpenBody();
            }
            catch (Exception exception) when (ConnectionFault.Is(exception))
            {
                throw HttpFailures.Explain(_operation, _service.Access, exception);
            }
        }
    }

    private Task<HttpResponseMessage> SendSmall() =>
        _service.SendAsync(
            _method, _suffix, _kind, _protocolV2,

            // Made anew for each redirect, from the same bytes.
            () => _method == HttpMethod.Get ? null : new ReadOnlyMemoryContent(_small.WrittenMemory), isReplayable: true);

    private Stream OpenBody()
    {
        if (_pipe is not null)
        {
            _pipe.Writer.Complete();
        }
        else
        {
            _sending = SendSmall();
        }

        try
        {
            _response = _sending!.GetAwaiter().GetResult();
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ResponseEnded && _kind == GitService.UploadPack)
        {
            // A kept connection that the server closed just then. Reading can be asked for twice; a push cannot.
            _sending = SendSmall();
            _response = _sending.GetAwaiter().GetResult();
        }

        if (!_response.IsSuccessStatusCode)
        {
            throw HttpFailures.Explain(_operation, _service.Access, _response);
        }

        var expected = _method == HttpMethod.Get ? $"application/x-{_kind.WireName}-advertisement" : $"application/x-{_kind.WireName}-result";
        if (_response.Content.Headers.ContentType?.MediaType is var type && type != expected)
        {
            throw _operation.Fail(
                GitFailure.ProtocolError, false,
                $"answered with {(type is null ? "no content type" : ServerWords.Clean(type))}, so it does not look like a Git repository"
                + (type == "text/html" ? " (a web page, perhaps for logging in)." : ".") + " Check the address.");
        }

        return _response.Content.ReadAsStream(_operation.Cancellation);
    }
}
