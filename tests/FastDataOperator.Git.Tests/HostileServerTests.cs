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
    private ReadOnlyMemory<byte> _file;
    private ReadOnlyMemory<byte> _whole;
    private ReadOnlyMemory<byte> _recordedWhole;

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Fetch_PackWithAnyBytesChanged_EndsInAResultOrAGitException()
    {
        var (list, pack, file) = await RecordAsync();
        using var server = Serve();
        (_list, _pack, _file) = (list, pack, file);
        using (var unchanged = await _world.FetchAsync(server.Url, "main"))
        {
            Assert.Equal("{ \"a\": 1 }", GitWorld.Text(unchanged.ReadFile("config.json")));
        }

        await Changes(pack.Length).SampleAsync(
            async changes =>
            {
                (_list, _pack, _file) = (list, Apply(pack, changes), file);
                await FetchAndReadAsync(server);
            },
            iter: 150, threads: 1);
    }

    [Fact]
    public async Task Fetch_FileWithAnyBytesChanged_IsTheFileOrAGitException()
    {
        var (list, pack, file) = await RecordAsync();
        using var server = Serve();

        await Changes(file.Length).SampleAsync(
            async changes =>
            {
                (_list, _pack, _file) = (list, pack, Apply(file, changes));
                await FetchAndReadAsync(server);
            },
            iter: 300, threads: 1);
    }

    [Theory]
    [InlineData(0x70, "no method that zlib knows")]
    [InlineData(0x7d, "a preset dictionary")]
    public async Task Fetch_FileCompressedAnotherWay_BlamesTheServer(byte flags, string with)
    {
        var (list, pack, file) = await RecordAsync();
        (_list, _pack) = (list, pack);
        var zlib = file.AsSpan().LastIndexOf((byte)0x78);
        var changed = (byte[])file.Clone();
        changed[zlib + 1] = flags;
        _file = changed;
        using var server = Serve();

        var exception = await Assert.ThrowsAsync<GitException>(() => _world.FetchAsync(server.Url, "main"));

        Assert.True(exception is { Reason: GitFailure.ProtocolError, IsTransient: false }, $"{with}: {exception.Reason}");
        Assert.Equal($"{server.Url} sent what Git does not understand: a file is not compressed as packs are", exception.Message);
    }

    [Fact]
    public async Task Fetch_ListWithAnyBytesChanged_EndsInAResultOrAGitException()
    {
        var (list, pack, file) = await RecordAsync();
        using var server = Serve();

        await Changes(list.Length).SampleAsync(
            async changes =>
            {
                (_list, _pack, _file) = (Apply(list, changes), pack, file);
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
                (_list, _pack, _file) = (bytes, bytes, bytes);
                await FetchAndReadAsync(server);
            },
            iter: 150, threads: 1);
    }

    [Fact]
    public async Task Fetch_ServerThatGivesNothingOutByName_IsAskedForEverything()
    {
        (_list, _pack, _) = await RecordAsync();
        _whole = _recordedWhole;
        _file = "0025ERR upload-pack: not our ref abc\n"u8.ToArray();
        using var server = Serve();

        using var first = await _world.FetchAsync(server.Url, "main");
        Assert.Equal("{ \"a\": 1 }", GitWorld.Text(first.ReadFile("config.json")));
        Assert.Equal("a", GitWorld.Text(first.ReadFile("docs/a.md")));
        Assert.Equal(4, server.Requests.Count);

        using var second = await _world.FetchAsync(server.Url, "main");
        Assert.Equal("{ \"a\": 1 }", GitWorld.Text(second.ReadFile("config.json")));
        Assert.Equal(6, server.Requests.Count);
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
        Answer(request.Body.Span).Span));

    private ReadOnlyMemory<byte> Answer(ReadOnlySpan<byte> request) =>
        request.IndexOf("command=fetch"u8) < 0 ? _list
        : request.IndexOf("deepen"u8) < 0 ? _file
        : request.IndexOf("filter"u8) < 0 && !_whole.IsEmpty ? _whole : _pack;

    private async Task FetchAndReadAsync(ScriptedWebServer server)
    {
        try
        {
            if (await _world.TryFetchAsync(server.Url, "main") is FetchResult.Fetched { Snapshot: var snapshot })
            {
                using (snapshot)
                {
                    if (snapshot.ReadFile("config.json") is SnapshotFile.Found found)
                    {
                        Assert.Equal("{ \"a\": 1 }", GitWorld.Text(found));
                    }

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

    /// <summary>What a real server answers to the three requests of a fetch.</summary>
    private async Task<(byte[] List, byte[] Pack, byte[] File)> RecordAsync()
    {
        var (repository, url) = web.Create();
        var tip = repository.Commit("main", new TestFile("config.json", "{ \"a\": 1 }"), new TestFile("docs/a.md", "a"));
        using var client = new HttpClient();
        async Task<byte[]> PostAsync(string command, params string[] lines)
        {
            var body = new Protocol.PacketLineWriter();
            body.Line($"command={command}\n");
            body.Delimiter();
            Array.ForEach(lines, line => body.Line(line + "\n"));
            body.Flush();
            using var request = new HttpRequestMessage(HttpMethod.Post, url + "/git-upload-pack") { Content = new ReadOnlyMemoryContent(body.Written) };
            request.Content.Headers.ContentType = new("application/x-git-upload-pack-request");
            request.Headers.Add("Git-Protocol", "version=2");
            using var response = await client.SendAsync(request, GitWorld.Cancellation);
            return await response.Content.ReadAsByteArrayAsync(GitWorld.Cancellation);
        }

        _recordedWhole = await PostAsync("fetch", "no-progress", "ofs-delta", $"want {tip}", "deepen 1", "done");
        return (
            await PostAsync("ls-refs", "symrefs", "ref-prefix HEAD", "ref-prefix refs/heads/"),
            await PostAsync("fetch", "no-progress", "ofs-delta", $"want {tip}", "deepen 1", "filter blob:none", "done"),
            await PostAsync("fetch", "no-progress", "want " + repository.Git("rev-parse", "main:config.json"), "done"));
    }
}
