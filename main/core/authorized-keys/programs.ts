/*
 * What runs on the server: POSIX sh, for dash, bash and busybox alike. Each program is one brace group, so that a shell
 * whose connection ends while it still reads does nothing at all. `quote` and `writing` put values into it; there is no
 * other way in. What a program says begins with the mark of its run, so that no profile's chatter is taken for it.
 */

/** A value as one word of sh. Bytes as Latin-1. */
export function quote(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`
}

/** Commands that write exactly these bytes to stdout: `printf` alone, in plain ASCII, whatever the bytes and the locale. */
export function writing(content: Uint8Array): string {
  const parts: string[] = []
  for (let at = 0; at < content.length; at += PART) parts.push(printfOf(content.subarray(at, at + PART)))
  return parts.length === 0 ? ':' : parts.join(' &&\n')
}

/** So that a line stays under the 2,048 bytes of a small shell's input buffer. */
const PART = 480

function printfOf(bytes: Uint8Array): string {
  const plain = /[A-Za-z0-9+/=.,:@_ ]/
  const format = Array.from(bytes, (byte) => {
    const sign = String.fromCharCode(byte)
    return plain.test(sign) ? sign : `\\${byte.toString(8).padStart(3, '0')}`
  })
  return `printf '${format.join('')}'`
}

const PRELUDE = `
LC_ALL=C; export LC_ALL
unset CDPATH
PATH="$PATH:/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin"
umask 077
say() { printf '%s %s\\n' "$mark" "$*"; }
stop() { say "stop $*"; exit 3; }
`

/** Wraps the text of a program. `values` become variables of the same names. */
export function program(mark: string, values: Record<string, string>, text: string): string {
  const all = Object.entries({ mark, ...values })
  const assignments = all.map(([name, value]) => `${name}=${quote(value)}`).join('\n')
  return `{\n${assignments}\n${PRELUDE}\n${text}\nsay over\nexit 0\n}\n`
}

/** Where the keys of \`account\` may stand: who runs this, the account's home, and what sshd says of itself, which only root may ask, or what its settings say. */
export const WHERE = `
me=$(id -un 2>/dev/null) || me=$USER
[ -n "$account" ] || account=$me
case $account in
  *[!A-Za-z0-9._-]* | -*) home= ;;
  *) eval "home=~$account" ;;
esac
case $home in /*) ;; *) [ "$account" != "$me" ] || home=$HOME ;; esac
say "me $me"
say "uid $(id -u)"
say "account $account"
say "account-uid $(id -u "$account" 2>/dev/null)"
say "home $home"

# The settings of the sshd that has let us in: it may be another than the system's.
config=
pid=$$
while [ -n "$pid" ] && [ "$pid" -gt 1 ]; do
  line=$(tr '\\0' ' ' <"/proc/$pid/cmdline") || break
  case $line in
    *sshd*' -f '*)
      config=\${line#* -f }
      config=\${config%% *}
      break
      ;;
  esac
  stat=$(cat "/proc/$pid/stat") || break
  set -- \${stat##*) }
  pid=$2
done 2>/dev/null
[ -n "$config" ] || config=/etc/ssh/sshd_config

# What the settings say of keys, as far as they can be read without sshd. A Match holds up to the end of its file.
settings() {
  if [ ! -r "$1" ]; then echo "unseen $1"; return; fi
  grep -i -E '^[[:space:]]*(include|match|authorizedkeysfile|authorizedkeyscommand)[[:space:]=]' "$1" |
    sed -e 's/^[[:space:]]*//' -e 's/[[:space:]]*=[[:space:]]*/ /' -e 's/\\r$//' | {
    within=
    while read -r name value; do
      name=$(printf '%s' "$name" | tr 'A-Z' 'a-z')
      case $name in
        match) within=within-match- ;;
          include) if [ -n "$within" ]; then echo "unseen $value"; else included "$value" "x$2"; fi ;;
        *) echo "$within$name $value" ;;
      esac
    done
  }
}
included() {
  [ "\${#2}" -lt 16 ] || return
  (
    cd /etc/ssh || exit
    for file in $(printf '%s' "$1" | tr -d '"'); do
      case $file in */*) folder=\${file%/*} ;; *) folder=. ;; esac
      if [ -e "$file" ]; then settings "$file" "$2"
      elif [ -d "$folder" ] && [ ! -r "$folder" ]; then echo "unseen $folder"; fi
    done
  )
}

asked=
if [ "$(id -u)" = 0 ]; then
  asked=$(sshd -T -f "$config" -C "user=$account,host=localhost,addr=127.0.0.1" 2>/dev/null)
elif [ "$account" != "$me" ]; then
  # Only where sudo is wanted anyway: it tells the admins of everyone who asks without the right.
  asked=$(sudo -n sshd -T -f "$config" -C "user=$account,host=localhost,addr=127.0.0.1" 2>/dev/null </dev/null)
fi
if [ -z "$asked" ]; then asked=$(settings "$config" '' 2>/dev/null); fi
printf '%s\\n' "$asked" | while read -r name value; do
  case $name in
    authorizedkeysfile | authorizedkeyscommand | within-match-authorizedkeys* | unseen) say "$name $value" ;;
  esac
done
`

/** Finds what \`real\` really is: through every symlink of its folders and of itself. Sets \`dir\` too. */
const RESOLVE = `
resolve() {
  real=$1 hops=0
  while :; do
    base=\${real##*/}
    dir=\${real%/*}
    dir=$(cd -P "\${dir:-/}" 2>/dev/null && pwd -P) || return 1
    real=\${dir%/}/$base
    [ -L "$real" ] || return 0
    hops=$((hops + 1))
    [ "$hops" -le 8 ] || return 2
    link=$(readlink "$real") || return 2
    case $link in /*) real=$link ;; *) real=\${dir%/}/$link ;; esac
  done
}
`

/** Tells of each file in the arguments what it is, whose, and all that stands in it. Changes nothing. */
export const READ = `${RESOLVE}
say "uid $(id -u)"
resolve "$home/." && say "home \${real%/.}"
for path in "$@"; do
  say "file $path"
  resolve "$path"
  case $? in
    0) ;;
    1) say absent; continue ;;
    *) say unresolved; continue ;;
  esac
  say "real $real"
  say "dir-ls $(ls -ldn "$dir")"
  [ -w "$dir" ] && say dir-writable
  if [ ! -e "$real" ]; then say absent; continue; fi
  say "ls $(ls -ldn "$real")"
  if [ ! -f "$real" ]; then say odd; continue; fi
  say "attributes $(lsattr -d "$real" 2>/dev/null)"
  say "dir-attributes $(lsattr -d "$dir" 2>/dev/null)"
  if [ ! -r "$real" ]; then say unreadable; continue; fi
  say "size $(wc -c <"$real")"
  say content
  cat "$real" || stop read
  printf '\\n'
  say end
done
`

/**
 * Puts \`after\` in the place of \`before\` in \`target\`, whole or not at all: under a lock, through a new file beside it,
 * and only if it still holds what was read. \`had\` and \`has\` say whether there is a file before and after.
 */
export const write = (before: Uint8Array, after: Uint8Array) => `
before() {
${writing(before)}
}
after() {
${writing(after)}
}
${WRITE}`

const WRITE = `
dir=\${target%/*}
base=\${target##*/}
lock=$dir/.$base.latchkey-lock
# No other run has these names, also one whose lock was taken from it.
seen=$dir/.$base.latchkey-seen-$mark
new=$dir/.$base.latchkey-new-$mark
backup=$dir/$base.latchkey-backup
me=$$@$(uname -n)
made=

alive() {
  if [ -r "/proc/$1/stat" ]; then
    # What has ended may stand there for a while, until its parent takes note.
    case $(cat "/proc/$1/stat" 2>/dev/null) in *') Z '* | *') X '* | '') return 1 ;; esac
  else
    kill -0 "$1" 2>/dev/null
  fi
}
take_lock() {
  ln -s "$me" "$lock" 2>/dev/null && return
  holder=$(readlink "$lock") || { ln -s "$me" "$lock" || stop write; return; }
  pid=\${holder%%@*}
  if [ "\${holder#*@}" != "$(uname -n)" ] || alive "$pid"; then
    # After a restart the number may be another program's: an old lock holds nobody up.
    [ -n "$(find "$lock" -mmin +10 2>/dev/null)" ] || stop locked
  fi
  mv "$lock" "$lock.$$" || stop locked
  if [ "$(readlink "$lock.$$")" != "$holder" ]; then
    # Somebody was faster, and this is theirs.
    mv "$lock.$$" "$lock"
    stop locked
  fi
  rm -f "$lock.$$"
  ln -s "$me" "$lock" || stop locked
}
tidy() {
  rm -f "$new" "$seen"
  [ "$(readlink "$lock" 2>/dev/null)" != "$me" ] || rm -f "$lock"
  [ -z "$made" ] || rmdir "$dir" 2>/dev/null
}
same() {
  [ "$(wc -c <"$1")" -eq "$(wc -c <"$2")" ] && [ "$(cat "$1"; echo .)" = "$(cat "$2"; echo .)" ]
}
unchanged() {
  [ ! -L "$target" ] || return 1
  if [ -n "$had" ]; then [ -f "$target" ] && same "$target" "$seen"; else [ ! -e "$target" ]; fi
} 2>/dev/null
flush() { sync "$1" 2>/dev/null || sync; }

main() {
  if [ ! -d "$dir" ]; then
    mkdir "$dir" || stop write
    made=1
    if command -v restorecon >/dev/null 2>&1; then restorecon "$dir" 2>/dev/null || say unlabelled; fi
  fi
  take_lock
  trap tidy EXIT
  trap 'exit 4' HUP INT TERM PIPE
  # What killed runs have left behind.
  rm -f "$dir/.$base.latchkey-seen"* "$dir/.$base.latchkey-new"*
  before | cat >"$seen" || stop write
  [ "$(wc -c <"$seen")" -eq "$had_bytes" ] || stop write
  unchanged || stop changed
  if [ -z "$has" ]; then
    rm -f "$target" || stop write
    flush "$dir"
    say written
    return
  fi
  if [ -n "$had" ]; then
    cp -p "$target" "$new" || stop write
  fi
  after | cat >"$new" || stop write
  [ "$(wc -c <"$new")" -eq "$has_bytes" ] || stop write
  if command -v restorecon >/dev/null 2>&1; then
    restorecon "$new" 2>/dev/null || say unlabelled
  fi
  flush "$new"
  if [ -n "$had" ]; then
    mv -f "$seen" "$backup" || stop write
    before | cat >"$seen" || stop write
  fi
  unchanged || stop changed
  mv -f "$new" "$target" || stop write
  made=
  flush "$dir"
  say written
}
main
`
