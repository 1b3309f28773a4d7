#!/bin/sh
# Tests ./dreamdb with JDK folders of its own: which JDK it takes, what it says without one, and
# how verbs reach a main class. Needs no JDK and no Maven; `./dreamdb test` runs it.
set -eu

script=$(CDPATH='' cd -P -- "$(dirname -- "$0")/.." && pwd)/dreamdb
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0
unset JAVA_HOME DREAMDB_JDK_FOLDERS

# A PATH with the tools that the script names, and neither java nor mvn.
mkdir "$work/tools"
for tool in sh cat dirname find grep head mkdir rm sed tee tr; do
  ln -s "$(command -v "$tool")" "$work/tools/$tool"
done

jdk() { # folder, version
  mkdir -p "$1/bin"
  printf 'IMPLEMENTOR="Test"\nJAVA_VERSION="%s"\n' "$2" >"$1/release"
  # It says where it lives when asked for its properties, and else prints what it was given.
  cat >"$1/bin/java" <<'JAVA'
#!/bin/sh
case $1 in
  -XshowSettings:properties) echo "    java.home = $(CDPATH='' cd -P -- "$(dirname -- "$0")/.." && pwd)" >&2 ;;
  *) echo "java $*" ;;
esac
JAVA
  cp "$1/bin/java" "$1/bin/javac"
  chmod +x "$1/bin/java" "$1/bin/javac"
}

# A tree with the script, a main class and a Maven that notes its arguments and its JDK.
project() { # folder
  mkdir -p "$1/format-core/src/main/java/io/dreamdb/cli" "$1/bin"
  cp "$script" "$1/dreamdb"
  echo '<project/>' >"$1/pom.xml"
  echo 'class Main {}' >"$1/format-core/src/main/java/io/dreamdb/cli/Main.java"
  cat >"$1/bin/mvn" <<'MVN'
#!/bin/sh
echo "$JAVA_HOME $*" >>"$MVN_LOG"
[ "${MVN_FAILS:-}" = "" ] || exit 1
for module in format-core benchmarks benchmarks-peers; do
  mkdir -p $module/target
  printf /library.jar >$module/target/run.classpath
done
MVN
  chmod +x "$1/bin/mvn"
}

# Runs a command; its exit code is left in $code, what it printed in $output.
run() {
  code=0
  output=$("$@" 2>&1 </dev/null) || code=$?
}

in_folders() { # folders, argument of the script...
  folders=$1
  shift
  run env PATH="${path:-$work/tools}" DREAMDB_JDK_FOLDERS="$folders" MVN_LOG="$work/mvn.log" \
    sh "${tree:-$work/tree}/dreamdb" "$@"
}

expect() { # what the test shows, exit code, text in the output...
  name=$1
  [ "$code" = "$2" ] || wrong "exit code $code, not $2"
  shift 2
  for text in "$@"; do
    case $output in *"$text"*) ;; *) wrong "no '$text'" ;; esac
  done
}

expect_not() { # text
  case $output in *"$1"*) wrong "there is '$1'" ;; esac
}

wrong() {
  failures=$((failures + 1))
  printf 'FAILED: %s: %s, in:\n%s\n' "$name" "$1" "$output" >&2
}

project "$work/tree"
jdk "$work/new/jdk-25" 25.0.3
jdk "$work/newer/jdk 25" 25.0.10
jdk "$work/first-update/jdk-25" 25.0.1
jdk "$work/first-release/jdk-25" 25
jdk "$work/seventeen/jdk-17" 17.0.15
jdk "$work/next/jdk-26" 26.0.1
mkdir "$work/none"
mkdir -p "$work/runtime/jre-25/bin"
cp "$work/new/jdk-25/release" "$work/runtime/jre-25/"
cp "$work/new/jdk-25/bin/java" "$work/runtime/jre-25/bin/"

in_folders "$work/none" refs
expect "no JDK at all" 1 "no JDK found" "25.0.3 or newer" "Install Temurin 25"

in_folders "$work/runtime" refs
expect "a runtime without a compiler is no JDK" 1 "no JDK found"

in_folders "$work/seventeen:$work/next" refs
expect "other JDKs are named" 1 "no JDK 25 found" \
  "java 17.0.15 at $work/seventeen/jdk-17" "java 26.0.1 at $work/next/jdk-26" "Install Temurin 25"

in_folders "$work/first-update:$work/seventeen" refs
expect "25.0.1 is too old" 1 "the JDK 25 found here is too old" \
  "java 25.0.1 at $work/first-update/jdk-25" "java 17.0.15 at" "25.0.3 or newer"

in_folders "$work/first-release" refs
expect "25 without an update is too old" 1 "is too old" "java 25 at $work/first-release/jdk-25"

in_folders "$work/none" nope
expect "an unknown verb" 2 "unknown verb 'nope'" "./dreamdb help"

in_folders "$work/none"
expect "no verb gives help, without a JDK" 0 "usage: ./dreamdb" "test" "refs" "help"

in_folders "$work/seventeen:$work/first-update:$work/new" jdk
expect "the first JDK that is new enough is taken" 0 "$work/new/jdk-25"
expect_not seventeen

path=$work/tree/bin:$work/tools
in_folders "$work/seventeen:$work/first-update:$work/new" refs 's3://lake/a b' --json
expect "a verb is built and reaches its main class" 0 \
  "java --enable-native-access=ALL-UNNAMED" \
  "-cp $work/tree/format-core/target/classes:/library.jar io.dreamdb.cli.Main refs s3://lake/a b --json"
expect_not "jdk.incubator.vector"
output=$(cat "$work/mvn.log")
expect "Maven is given the JDK that was found" 0 "$work/new/jdk-25 -B -ntp -q -pl format-core -am"

in_folders "$work/new" rebuild-ivf 'lake#a.b' --cells 9
expect "a verb that works long has vector kernels" 0 \
  "java --enable-native-access=ALL-UNNAMED --add-modules=jdk.incubator.vector" \
  "io.dreamdb.cli.Main rebuild-ivf lake#a.b --cells 9"

rm "$work/mvn.log"
in_folders "$work/newer" inspect
expect "what is built is not built again" 0 "io.dreamdb.cli.Main inspect"
[ ! -f "$work/mvn.log" ] || wrong "Maven ran again"

mkdir -p "$work/tree/benchmarks/src/main/java/io/dreamdb/benchmarks"
echo 'class Main {}' >"$work/tree/benchmarks/src/main/java/io/dreamdb/benchmarks/Main.java"
in_folders "$work/new" bench ann --k 5
expect "a benchmark is run by its module" 0 "tree/benchmarks/target/classes:" "Main bench ann --k 5"
output=$(cat "$work/mvn.log")
expect "the others' indexes are no part of it" 0 "-q -pl benchmarks -am"
rm "$work/tree/benchmarks-peers/target/run.classpath"
in_folders "$work/new" bench peers --k 5
expect "the others' indexes have a module of their own" 0 \
  "tree/benchmarks-peers/target/classes:" "Main bench peers --k 5"
output=$(cat "$work/mvn.log")
expect "and a profile" 0 "-q -Ppeers -pl benchmarks-peers -am"

rm "$work/tree/format-core/target/run.classpath"
MVN_FAILS=1
export MVN_FAILS
in_folders "$work/new" inspect
expect "a failed build stops the verb" 1 "building format-core failed"
unset MVN_FAILS
path=

in_folders "$work/new" inspect
expect "no Maven" 1 "no mvn on the PATH" "3.8.7"

path=$work/tree/bin:$work/tools
JAVA_HOME="$work/newer/jdk 25"
export JAVA_HOME
in_folders "$work/new" inspect
output=$(cat "$work/mvn.log")
expect "JAVA_HOME comes before the usual folders" 0 "$work/newer/jdk 25 -B"
JAVA_HOME=$work/seventeen/jdk-17
in_folders "$work/new" inspect
expect "a JAVA_HOME of another version is passed over" 0 "Main inspect"
unset JAVA_HOME

path=$work/new/jdk-25/bin:$work/tree/bin:$work/tools
in_folders "$work/none" inspect
expect "the java on the PATH is found" 0 "Main inspect"
path=

tree=$work/tested
project "$tree"
mkdir -p "$tree/test/azurite"
echo '<project/>' >"$tree/test/azurite/pom.xml"
echo '{}' >"$tree/test/azurite/package.json"
: >"$tree/test/dreamdb-script.sh"
path=$tree/bin:$work/tools
rm "$work/mvn.log"
in_folders "$work/new" test -pl format-core
expect "tests run without npm" 0 "no npm with Node.js 20 or newer" "are skipped" "Tests by module"
output=$(cat "$work/mvn.log")
expect "and take Maven's arguments" 0 "verify -Pci -pl format-core"
expect_not "test/azurite"

echo 'echo "${NODE_VERSION:-20}"' >"$tree/bin/node"
echo 'echo "npm $*"; [ "${NPM_FAILS:-}" = "" ]' >"$tree/bin/npm"
chmod +x "$tree/bin/node" "$tree/bin/npm"
NODE_VERSION=18
export NODE_VERSION
in_folders "$work/new" test
expect "an older Node.js will not do" 0 "no npm with Node.js 20 or newer"
unset NODE_VERSION

NPM_FAILS=1
export NPM_FAILS
in_folders "$work/new" test
expect "what npm could not install is skipped" 0 "npm install" "could not be installed" "are skipped"
unset NPM_FAILS

in_folders "$work/new" test
expect "servers for tests are installed" 0 "installing Azurite and s3proxy"
expect_not "skipped"
output=$(cat "$work/mvn.log")
expect "the front's class path is Maven's" 0 "-q -f $tree/test/azurite/pom.xml dependency:build-classpath"
in_folders "$work/new" test
expect_not "installing"
path=

tree=$work/bare
mkdir "$tree"
cp "$script" "$tree/"
in_folders "$work/new" help
expect "help without the sources of the command line" 0 "test" "help"
expect_not "refs"
in_folders "$work/new" refs
expect "a verb without its sources is unknown" 2 "unknown verb 'refs'"

if [ "$failures" -gt 0 ]; then
  echo "dreamdb script: $failures wrong" >&2
  exit 1
fi
echo "dreamdb script: all as expected"
