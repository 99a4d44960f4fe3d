namespace FastDataOperator.Git;

/// <summary>Hosts of URLs that somebody else wrote. <see cref="Uri"/> takes some that no name can be made of, and throws only when it is asked for that name.</summary>
public static class UrlHost
{
    /// <summary>Whether the name that is looked up can be told (RFC 5891), and the URL be put together again.</summary>
    public static bool IsValid(Uri url)
    {
        try
        {
            return url.Host.Length == 0 || (url.IdnHost.Length > 0 && new UriBuilder(url).Uri.IdnHost.Length > 0);
        }
        catch (UriFormatException)
        {
            return false;
        }
    }
}
