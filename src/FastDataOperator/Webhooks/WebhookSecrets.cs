using System.Text;
using Microsoft.Extensions.Logging;

namespace FastDataOperator.Webhooks;

/// <summary>The secrets of webhooks: a directory with a file for each sender, named as in <see cref="WebhookSender.Name"/>, a secret a line, several while one takes the
/// place of another. Read again when it is used and was read a moment ago, so that a mounted Secret may change at any time. Safe for threads.</summary>
/// <param name="directory">A Secret as the kubelet mounts it, or any other.</param>
/// <param name="timeProvider">Says when it was read.</param>
/// <param name="logger">Gets what is wrong with it, once.</param>
internal sealed class WebhookSecrets(string directory, TimeProvider timeProvider, ILogger logger)
{
    /// <summary>Of one file, in bytes. A Secret has a mebibyte in all.</summary>
    private const int LongestFile = 64 * 1024;

    private const int MostOfOneFile = 16;

    /// <summary>How long what was read holds: what a stranger sends must not make files be read all the time.</summary>
    private static readonly TimeSpan s_freshness = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private IReadOnlyDictionary<string, IReadOnlyList<WebhookSecret>> _secrets = new Dictionary<string, IReadOnlyList<WebhookSecret>>();
    private string _told = "";
    private long? _readAt;

    /// <summary>Those that a sender may use; empty where it has none, and so does not exist.</summary>
    public IReadOnlyList<WebhookSecret> Of(WebhookSender sender)
    {
        return Read().GetValueOrDefault(sender.Name, []);
    }

    /// <summary>What is wrong with a directory, so that a start without any usable secret can be refused; <see langword="null"/> where it has one: a mistake among others must not
    /// keep imports from being worked on.</summary>
    public static string? FaultOf(string directory)
    {
        if (!Directory.Exists(directory))
        {
            return "is no directory";
        }

        var problems = new List<string>();
        var secrets = ReadAll(directory, problems);
        return secrets.Count > 0 ? null
            : problems.Count > 0 ? $"has no secret that can be used: {problems[0]}"
            : $"has no secret in any of the files {string.Join(", ", WebhookSenders.Outside.Select(static sender => sender.Name))}";
    }

    private IReadOnlyDictionary<string, IReadOnlyList<WebhookSecret>> Read()
    {
        lock (_gate)
        {
            if (_readAt is { } readAt && timeProvider.GetElapsedTime(readAt) < s_freshness)
            {
                return _secrets;
            }

            _readAt = timeProvider.GetTimestamp();
            var problems = new List<string>();
            var secrets = ReadAll(directory, problems);
            secrets.Add(WebhookSenders.Relay.Name, [.. secrets.Values.SelectMany(static ofOne => ofOne).Select(static secret => secret.Relay)]);
            _secrets = secrets;
            var problem = string.Join("; ", problems);
            if (problem != _told)
            {
                _told = problem;
                if (problem.Length > 0)
                {
                    logger.WebhookSecretsFaulty(problem);
                }
            }

            return _secrets;
        }
    }

    /// <summary>What cannot be read is as good as absent: nothing is let in on what was known before.</summary>
    private static Dictionary<string, IReadOnlyList<WebhookSecret>> ReadAll(string directory, List<string> problems)
    {
        var secrets = new Dictionary<string, IReadOnlyList<WebhookSecret>>(StringComparer.Ordinal);
        foreach (var sender in WebhookSenders.Outside)
        {
            try
            {
                if (ReadOne(Path.Combine(directory, sender.Name), sender.Name, problems) is { Count: > 0 } found)
                {
                    secrets.Add(sender.Name, found);
                }
            }
            catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
            {
                // Not wanted.
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                problems.Add($"{sender.Name} cannot be read ({fault.GetType().Name})");
            }
        }

        return secrets;
    }

    private static List<WebhookSecret> ReadOne(string path, string name, List<string> problems)
    {
        using var file = File.OpenRead(path);
        var bytes = new byte[LongestFile + 1];
        var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        var secrets = new List<WebhookSecret>();
        if (length > LongestFile)
        {
            problems.Add($"{name} is longer than {LongestFile / 1024} KiB");
            return secrets;
        }

        var number = 0;
        foreach (var line in Encoding.UTF8.GetString(bytes, 0, length).Split('\n'))
        {
            number++;
            if (line.Trim() is not { Length: > 0 } text)
            {
                continue;
            }

            if (secrets.Count == MostOfOneFile)
            {
                problems.Add($"{name} has more than {MostOfOneFile} secrets");
                break;
            }

            if (WebhookSecret.Read(text, out var problem) is { } secret)
            {
                secrets.Add(secret);
            }
            else
            {
                problems.Add($"{name}, line {number}: {problem}");
            }
        }

        return secrets;
    }
}
