using System.Net;

namespace FastDataOperator.Git.Forges.Http;

/// <summary>How a forge answered, before anybody says what that means.</summary>
/// <param name="MediaType">Of the body; <see langword="null"/> where nothing says so.</param>
/// <param name="Location">Where a redirect leads.</param>
/// <param name="HasCredentials">Whether it was told who asks.</param>
/// <param name="Body">Empty while it has not been read.</param>
internal sealed record ForgeStatus(HttpStatusCode Status, string? MediaType, Uri? Location, bool HasCredentials, ReadOnlyMemory<byte> Body);
