using System.Text;

namespace FastDataOperator.Git;

/// <summary>What was sent to a server so that it knows who asks. Servers repeat it, in what they say of a token that they do not know above all, and what they say is shown
/// to whoever may read an import's status.</summary>
internal sealed class SentSecrets
{
    /// <summary>What stands in place of one.</summary>
    private const string Hidden = "***";

    /// <summary>Shorter ones stand in ordinary words, which would be told apart by nobody any more.</summary>
    private const int Shortest = 4;

    /// <summary>Characters of the beginning of one that was cut off, at the end of a text, from which on it counts.</summary>
    private const int ShortestPart = 8;

    /// <summary>What stands for a password where the user is the token.</summary>
    private static readonly string[] s_noPasswords = ["", "x-oauth-basic"];

    private readonly Lock _lock = new();
    private readonly SortedSet<string> _texts = new(Comparer<string>.Create(static (one, other) =>
        one.Length != other.Length ? other.Length.CompareTo(one.Length) : string.CompareOrdinal(one, other)));

    /// <param name="proxy">Shown its own credentials by every connection.</param>
    public SentSecrets(RemoteProxy? proxy)
    {
        if (proxy?.User is { } user)
        {
            AddBasic(Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{proxy.Password}")));
        }
    }

    /// <param name="authorization">The value of an Authorization header.</param>
    public void Add(string authorization)
    {
        var parts = authorization.Split(' ', 2);
        if (parts is ["Basic", var pair])
        {
            AddBasic(pair);
        }
        else
        {
            AddText(parts[^1]);
        }
    }

    /// <summary>The text with every one of them hidden, in the forms in which servers got it.</summary>
    public string Hide(string text)
    {
        lock (_lock)
        {
            // The longest first: one may be the beginning of another.
            foreach (var secret in _texts)
            {
                text = text.Replace(secret, Hidden, StringComparison.Ordinal);
            }

            var end = text.AsSpan().TrimEnd('…');
            foreach (var secret in _texts)
            {
                for (var length = Math.Min(secret.Length - 1, end.Length); length >= ShortestPart; length--)
                {
                    if (end.EndsWith(secret.AsSpan(0, length), StringComparison.Ordinal))
                    {
                        return string.Concat(end[..^length], Hidden, text.AsSpan(end.Length));
                    }
                }
            }
        }

        return text;
    }

    private void AddBasic(string pair)
    {
        AddText(pair);
        var text = Encoding.UTF8.GetString(Convert.FromBase64String(pair));
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        AddText(text[(colon + 1)..]);
        if (s_noPasswords.Contains(text[(colon + 1)..]))
        {
            AddText(text[..colon]);
        }
    }

    private void AddText(string text)
    {
        if (text.Length >= Shortest)
        {
            lock (_lock)
            {
                _texts.Add(text);
                _texts.Add(Uri.EscapeDataString(text));
            }
        }
    }
}
