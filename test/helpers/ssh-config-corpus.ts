/** Configurations as people have them: files below `~/.ssh` by their path, and names beyond the concrete ones to ask for. */
export interface CorpusEntry {
  files: Record<string, string>
  ask?: string[]
  /** The release of OpenSSH from which on it can be read. */
  since?: number
}

export const corpus: Record<string, CorpusEntry> = {
  'one host': { files: { config: 'Host web\n  HostName 192.0.2.1\n  User ada\n  Port 2222\n' } },
  'no host name': { files: { config: 'Host github.com\n  User git\n  IdentityFile ~/.ssh/id_github\n' } },
  'several names in a line': {
    files: { config: 'Host web web.example.com w\n  HostName web.example.com\n' },
  },
  'defaults at the end': {
    files: {
      config:
        'Host a\n  User root\nHost b\n  Port 2200\nHost *\n  User nobody\n  Port 22\n  IdentityFile ~/.ssh/id_ed25519\n',
    },
    ask: ['other'],
  },
  'defaults first, which win': { files: { config: 'User first\nHost a\n  User second\n  HostName x\n' } },
  'patterns and negation': {
    files: {
      config:
        'Host *.example.com !db.example.com\n  User web\n  IdentityFile ~/.ssh/web\nHost db.example.com\n  User dba\nHost 10.0.?.* !10.0.9.*\n  User net\nHost !a b\n  Port 7\n',
    },
    ask: ['www.example.com', 'db.example.com', '10.0.1.5', '10.0.9.5', '10.0.10.5', 'a', 'b'],
  },
  'equal signs': {
    files: { config: 'Host=eq\nHostName=192.0.2.7\n\tUser = ada\n Port= 2022\nIdentityFile =~/.ssh/k\n' },
  },
  quotes: {
    files: {
      config:
        'Host "quoted" plain\n  HostName "192.0.2.8"\n  User "ada"\n  IdentityFile "~/.ssh/my key"\n  IdentityFile \'~/.ssh/single quoted\'\n  IdentityFile ~/.ssh/esc\\ aped\n',
    },
  },
  'remarks, blanks, tabs and CRLF': {
    files: {
      config:
        '# top\r\n\r\nHost crlf # not a name\r\n\tHostName 192.0.2.9 # at the end\r\n   # inside\r\n\tUser ada\r\n',
    },
  },
  'no final newline': { files: { config: 'Host end\n HostName 192.0.2.10' } },
  'keywords in any case': {
    files: { config: 'HOST Case\n  hostname CaseName.Example\n  uSeR Ada\n  PORT 99\n' },
  },
  'several keys': {
    files: {
      config:
        'Host k\n  IdentityFile ~/.ssh/one\n  IdentityFile ~/.ssh/two\n  IdentityFile ~/.ssh/one\nHost *\n  IdentityFile ~/.ssh/three\n',
    },
  },
  'tokens of HostName': {
    files: { config: 'Host t1 t2\n  HostName %h.example.com\nHost pct\n  HostName a%%b\n' },
  },
  'tokens of keys stay': { files: { config: 'Host t\n  User r\n  IdentityFile ~/.ssh/%h-%p-%r-%u-%%\n' } },
  'jump hosts': {
    files: {
      config:
        'Host inner\n  HostName 10.0.0.1\n  ProxyJump bastion\nHost direct\n  ProxyJump none\nHost two\n  ProxyJump ada@b1:2222,b2\nHost *\n  ProxyJump fallback\n',
    },
    ask: ['other'],
  },
  'a command wins over a later jump': {
    files: {
      config:
        'Host c\n  ProxyCommand ssh -W %h:%p gate\n  ProxyJump never\nHost n\n  ProxyCommand none\n  ProxyJump x\n',
    },
  },
  'include with globs': {
    files: {
      config: 'Include config.d/*.conf\nInclude missing/*\nHost main\n  User main\n',
      'config.d/20-b.conf': 'Host b main\n  User of-b\n  Port 20\n',
      'config.d/10-a.conf': 'Host a main\n  User of-a\n',
      'config.d/.hidden.conf': 'Host a\n  Port 666\n',
      'config.d/readme.txt': 'Host a\n  Port 667\n',
    },
  },
  'include of several, with ~ and classes': {
    files: {
      config: 'Include ~/.ssh/one.conf two.conf x[12].conf\n',
      'one.conf': 'Host one\n  Port 1\n',
      'two.conf': 'Host two\n  Port 2\n',
      'x1.conf': 'Host x1\n  Port 11\n',
      'x3.conf': 'Host x1\n  Port 13\n',
    },
  },
  'include within include': {
    files: {
      config: 'Include a/first\nHost deep\n  Port 1\n',
      'a/first': 'Include a/second\n',
      'a/second': 'Host deep\n  User two\n  Port 2\n',
    },
  },
  'include in a block that fits only some': {
    files: {
      config: 'Host web\n  Include web.conf\n  Port 9\nHost other\n  User o\n',
      'web.conf': 'User of-web\nHost other\n  Port 404\nHost web\n  HostName 192.0.2.11\n',
    },
  },
  'a block of an included file does not go on': {
    files: { config: 'Host a b\n  Include part\n  Port 12\n', part: 'Host b\n  User only-b\n' },
  },
  'match host and originalhost': {
    files: {
      config:
        'Host alias\n  HostName real.example.com\nMatch host *.example.com\n  User by-host\nMatch originalhost alias\n  Port 11\nMatch host alias\n  Port 12\n',
    },
    ask: ['x.example.com'],
  },
  'match user, localuser, all': {
    files: {
      config:
        'Host u\n  User deploy\nMatch user deploy,admin\n  Port 31\nMatch user root\n  Port 32\nMatch localuser nobody-here\n  Port 33\nMatch all\n  IdentityFile ~/.ssh/all\n',
    },
    ask: ['other'],
  },
  'match negated, and several conditions': {
    files: {
      config:
        'Host n1 n2\n  User x\nMatch !host n1 user x\n  Port 41\nMatch originalhost n*,!n2 user x\n  Port 42\nMatch host="n2"\n  HostName 192.0.2.42\n',
    },
  },
  'match final': {
    files: {
      config:
        'Host f\n  HostName f.internal\nMatch final host *.internal\n  User late\nMatch final all\n  Port 55\nHost *.internal\n  IdentityFile ~/.ssh/internal\n',
    },
  },
  'canonical names': {
    files: {
      config:
        'CanonicalizeHostname yes\nHost short\n  User ada\nHost long\n  HostName 192.0.2.7\nMatch canonical host short\n  Port 77\nMatch host 192.0.2.*\n  User late\nHost 192.0.2.*\n  IdentityFile ~/.ssh/by-address\n',
    },
  },
  'match after a block ends it': {
    files: { config: 'Host a\n  Port 1\nMatch host b\n  User b\nHost c\n  User c\n' },
    ask: ['b'],
  },
  'tags and local networks': {
    files: {
      config:
        'Host t1\n  Tag work\nHost t2\n  Tag home\nMatch tagged work\n  User office\nMatch !tagged work tagged h*\n  User house\nMatch localnetwork 127.0.0.0/8\n  Port 41\nMatch localnetwork 203.0.113.0/24\n  Port 42\n',
    },
    ask: ['untagged'],
    since: 9.4,
  },
  'capitals in a name': {
    files: { config: 'Host Web\n  User big\nHost web\n  User small\nMatch host WEB\n  Port 3\n' },
  },
  'what Latchkey does not know': {
    files: {
      config:
        'Host many\n  ServerAliveInterval 30\n  ForwardAgent yes\n  LocalForward 8080 localhost:80\n  SendEnv LANG LC_*\n  User ada\n  SetEnv A="b c"\n',
    },
  },
  'as a generator writes it': {
    files: {
      config:
        'Host default\n  HostName 127.0.0.1\n  User vagrant\n  Port 2222\n  UserKnownHostsFile /dev/null\n  StrictHostKeyChecking no\n  PasswordAuthentication no\n  IdentityFile "/home/ada/vm one/.vagrant/key"\n  IdentitiesOnly yes\n  LogLevel FATAL\n',
    },
  },
  IPv6: {
    files: { config: 'Host six\n  HostName 2001:db8::1\n  Port 2222\nHost link\n  HostName fe80::1%%eth0\n' },
  },
  'keys that are none': {
    files: { config: 'Host a\n  IdentityFile none\nHost *\n  IdentityFile ~/.ssh/x\n' },
  },
}
