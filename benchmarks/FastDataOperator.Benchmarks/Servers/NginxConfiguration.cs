namespace FastDataOperator.Benchmarks.Servers;

/// <summary>The whole configuration of the benchmarks' nginx.</summary>
internal static class NginxConfiguration
{
    public static string Text(int port, string directory, string socket, string backend, string repositories) => $$"""
        daemon off;
        pid {{directory}}/nginx.pid;
        {{(Environment.IsPrivilegedProcess ? "user root;" : "")}}
        worker_processes 1;
        events { worker_connections 256; }
        http {
          access_log off;
          client_max_body_size 0;
          client_body_temp_path {{directory}}/body;
          fastcgi_temp_path {{directory}}/fastcgi;
          proxy_temp_path {{directory}}/proxy;
          scgi_temp_path {{directory}}/scgi;
          uwsgi_temp_path {{directory}}/uwsgi;
          server {
            listen 127.0.0.1:{{port}};
            location / {
              fastcgi_pass unix:{{socket}};
              fastcgi_read_timeout 300s;
              fastcgi_param SCRIPT_FILENAME {{backend}};
              fastcgi_param GIT_PROJECT_ROOT {{repositories}};
              fastcgi_param GIT_HTTP_EXPORT_ALL 1;
              fastcgi_param PATH_INFO $uri;
              fastcgi_param QUERY_STRING $query_string;
              fastcgi_param REQUEST_METHOD $request_method;
              fastcgi_param CONTENT_TYPE $content_type;
              fastcgi_param CONTENT_LENGTH $content_length;
              fastcgi_param REMOTE_ADDR $remote_addr;
            }
          }
        }
        """;
}
