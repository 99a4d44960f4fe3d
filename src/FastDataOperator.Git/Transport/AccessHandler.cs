namespace FastDataOperator.Git.Transport;

/// <summary>Requests to what is no Git server, over the same connections and under the same rules (<see cref="GitConnections.CreateHandler"/>).</summary>
internal sealed class AccessHandler(GitConnections connections, RemoteAccess access, long maxAnswerBytes) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var url = request.RequestUri!;
        var origin = url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
        if ((connections.Policy.Problem(url) ?? connections.Policy.Problem(access.Proxy)) is { } problem)
        {
            throw new GitException(GitFailure.NotAllowed, false, $"{origin} {problem}");
        }

        if (request.Headers.Contains("Authorization") && HttpSmartService.IsReadable(url, access.Proxy))
        {
            throw new GitException(GitFailure.InsecureCredentials, false, $"{origin} {HttpSmartService.ReadableWords}");
        }

        using var lease = connections.Lease(access);
        HttpResponseMessage? response = null;
        try
        {
            response = await lease.Invoker.SendAsync(request, cancellationToken);
            await response.Content.LoadIntoBufferAsync(maxAnswerBytes, cancellationToken);
            return response;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            response?.Dispose();
            var fault = exception is HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } && response is not null
                ? new ConnectionFault(GitFailure.TooLarge, false, $"answered with more than {maxAnswerBytes} bytes.")
                : ConnectionFault.Of(exception, access);
            throw new GitException(fault.Reason, fault.IsTransient, $"{origin} {fault.What}");
        }
        catch
        {
            response?.Dispose();
            throw;
        }
    }
}
