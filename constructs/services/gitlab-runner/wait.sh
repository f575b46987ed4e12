# A new pod is held by no policy for about a tenth of a second, and what it opens then stays open. Nothing of a job starts
# before two that always answer have refused twice: the kubelet that started this pod, and the API server. The name server,
# which policies leave open, answers each time: an `nc` that cannot dial at all is no refusal.
answers() { nc -z -w 1 "$1" "$2" 2>/dev/null; }
dns=$(sed -n 's/^nameserver //p' /etc/resolv.conf | head -n 1)
refused=0
for try in $(seq 60); do
  if answers @kubelet@ 10250 || answers @api@ 6443 || ! answers "$dns" 53; then
    refused=0
  elif [ "$refused" = 1 ]; then
    exit 0
  else
    refused=1
  fi
  sleep 0.5
done
echo "no policy holds this pod after $try tries, or no name server answers: it does not start" >&2
exit 1
