using System.IO.Pipelines;
using System.Net;

namespace FastDataOperator.Git.Transport;

/// <summary>A request body of unknown length that is read while it is written.</summary>
internal sealed class PipeContent(PipeReader reader) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => reader.CopyToAsync(stream);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        reader.CopyToAsync(stream, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
