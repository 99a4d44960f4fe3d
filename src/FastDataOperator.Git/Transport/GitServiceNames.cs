namespace FastDataOperator.Git.Transport;

internal static class GitServiceNames
{
    extension(GitService service)
    {
        /// <summary>The name in URLs and media types, and as a program.</summary>
        public string WireName => service == GitService.UploadPack ? "git-upload-pack" : "git-receive-pack";

        /// <summary>The name as a command of the <c>git</c> program.</summary>
        public string CommandName => service == GitService.UploadPack ? "upload-pack" : "receive-pack";

        /// <summary>What <c>git http-backend</c> puts before an advertisement, for those that bring it in another way.</summary>
        public ReadOnlyMemory<byte> Announcement =>
            service == GitService.UploadPack ? "001e# service=git-upload-pack\n0000"u8.ToArray() : "001f# service=git-receive-pack\n0000"u8.ToArray();
    }
}
