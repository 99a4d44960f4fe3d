using System.Text;
using CsCheck;
using FastDataOperator.Testing;

namespace FastDataOperator.Git.Tests;

/// <summary>Properties: whatever bytes come back, a fetch ends in a result or in a <see cref="GitException"/>, and leaves nothing.</summary>
public sealed class HostileServerTests(SharedWebServer web) : IDisposable
{
    private const string UploadResult = "application/x-git-upload-pack-result";
    private readonly GitWorld _world = new();
    private ReadOnlyMemory<byte> _list;
    private ReadOnlyMemory<byte> _pack;

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Fetch_PackWithAnyBytesChanged_EndsInAResultOrAGitException()
    {
        var (list, pack) = await RecordAsync();
        using var server = Serve();
        (_list, _pack) = (list, pack);
        using (var unchanged = await _world.FetchAsync(server.Url, "main"))
        {
            Assert.Equal("{ \"a\": 1 }", GitWorld.Text(unchanged.ReadFile("config.json")));
        }

        await Changes(pack.Length).SampleAsync(
            async changes =>
            {
                (_list, _pack) = (list, Apply(pack, changes));
                await FetchAndReadAsync(server);
            },
            iter: 150, threads: 1);
    }

    [Fact]
    public async Task Fetch_ListWithAnyBytesChanged_EndsInAResultOrAGitException()
    {
        var (list, pack) = await RecordAsync();
        using var server = Serve();

        await Changes(list.Length).SampleAsync(
            async changes =>
            {
                (_list, _pack) = (Apply(list, changes), pack);
                await FetchAndReadAsync(server);
            },
            iter: 150, threads: 1);
    }

    [Fact]
    public async Task Fetch_AnyBytes_EndInAResultOrAGitException()
    {
        using var server = Serve();

        await Gen.Byte.Array[0, 200].SampleAsync(
            async bytes =>
            {
                (_list, _pack) = (bytes, bytes);
                await FetchAndReadAsync(server);
            },
            iter: 150, threads: 1);
    }

    private static Gen<(int At, byte Value)[]> Changes(int length) => Gen.Select(Gen.Int[0, length - 1], Gen.Byte).Array[1, 6];

    private static byte[] Apply(byte[] original, (int At, byte Value)[] changes)
    {
        var changed = (byte[])original.Clone();
        foreach (var (at, value) in changes)
        {
            changed[at] = value;
        }

        return changed;
    }

    private ScriptedWebServer Serve() => new(request => ScriptedWebServer.Answer(
        "200 OK",
        request.Line.StartsWith("GET", StringComparison.Ordinal) ? "application/x-git-upload-pack-advertisement" : UploadResult,
        request.Head.Contains("Git-Protocol", StringComparison.OrdinalIgnoreCase) ? _list.Span : _pack.Span));

    private async Task FetchAndReadAsync(ScriptedWebServer server)
    {
        try
        {
            if (await _world.TryFetchAsync(server.Url, "main") is FetchResult.Fetched { Snapshot: var snapshot })
            {
                using (snapshot)
                {
                    snapshot.ReadFile("config.json");
                    _ = snapshot.RootEntries;
                }
            }
        }
        catch (GitException exception)
        {
            Assert.StartsWith(server.Url, exception.Message, StringComparison.Ordinal);
        }

        Assert.Empty(Directory.GetDirectories(_world.Scratch));
    }

    /// <summary>What a real server answers to the two requests of a fetch.</summary>
    private async Task<(byte[] List, byte[] Pack)> RecordAsync()
    {
        var (repository, url) = web.Create();
        var tip = repository.Commit("main", new TestFile("config.json", "{ \"a\": 1 }"), new TestFile("docs/a.md", "a"));
        using var client = new HttpClient();
        async Task<byte[]> PostAsync(string body, bool v2)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, url + "/git-upload-pack") { Content = new StringContent(body, Encoding.ASCII) };
            request.Content.Headers.ContentType = new("application/x-git-upload-pack-request");
            if (v2)
            {
                request.Headers.Add("Git-Protocol", "version=2");
            }

            using var response = await client.SendAsync(request, GitWorld.Cancellation);
            return await response.Content.ReadAsByteArrayAsync(GitWorld.Cancellation);
        }

        return (
            await PostAsync("0014command=ls-refs\n0001000csymrefs\n0014ref-prefix HEAD\n001bref-prefix refs/heads/\n0000", v2: true),
            await PostAsync(Want(tip), v2: false));
    }

    private static string Want(string tip)
    {
        var want = new Protocol.PacketLineWriter();
        want.Line($"want {tip} multi_ack_detailed side-band-64k ofs-delta\n");
        want.Line("deepen 1"u8);
        want.Flush();
        want.Line("done\n"u8);
        return Encoding.ASCII.GetString(want.Written.Span);
    }
}
