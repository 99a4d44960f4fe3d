using System.Net;
using FastDataOperator.Api;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace FastDataOperator.Tests.Api;

public sealed class ApiFailureTests
{
    [Theory]
    [InlineData(403, """{"kind":"Status","reason":"Forbidden","message":"secrets \"x\" is forbidden","code":403}""", "the API server answered 403 secrets \"x\" is forbidden")]
    [InlineData(502, "<html>secret page</html>", "the API server answered 502 BadGateway")]
    [InlineData(502, "", "the API server answered 502 BadGateway")]
    [InlineData(500, "[1]", "the API server answered 500 InternalServerError")]
    public void Describe_OfAnAnswer_SaysTheStatus(int code, string content, string expected) => Assert.Equal(expected, ApiFailure.Describe(Answer(code, content)));

    [Fact]
    public void Describe_OfAnAnswer_LeavesHeadersOut() => Assert.DoesNotContain("hidden", ApiFailure.Describe(Answer(403, "{}")), StringComparison.Ordinal);

    [Fact]
    public void Describe_OfAnEventOfAWatch_SaysItsStatus() => Assert.Equal(
        @"the API server sent 410 too old\u{0A}resource version",
        ApiFailure.Describe(new KubernetesException(new V1Status { Code = 410, Reason = "Expired", Message = "too old\nresource version" })));

    [Fact]
    public void Describe_OfTheNetwork_SaysTheCause() => Assert.Equal("no answer (reset)", ApiFailure.Describe(new HttpRequestException("no answer", new IOException("reset"))));

    private static HttpOperationException Answer(int code, string content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://api/");
        request.Headers.Authorization = new("Bearer", "hidden");
        using var response = new HttpResponseMessage((HttpStatusCode)code);
        return new HttpOperationException("hidden")
        {
            Request = new HttpRequestMessageWrapper(request, ""),
            Response = new HttpResponseMessageWrapper(response, content),
        };
    }
}
