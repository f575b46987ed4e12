export const help = `npm run secrets                         lists every declared secret: sealed or missing, its age, when it is due, who uses it
    -- --json                           the same for programs

First boot
npm run secrets -- init --key PATH      makes the sealing key (its private half goes to PATH, outside the repository, as a
                                        Kubernetes Secret), makes every random value, asks for the others, seals all
npm run secrets -- seal                 makes and seals what is missing
    --from-env                          takes values that only a person or Terraform knows from UYOOP_* variables
    --from-file FILE                    takes them from a JSON file outside the repository: { "UYOOP_...": "value" };
                                        - is standard input
    --from-terraform FILE               init: takes those of Terraform from 'terraform output -json'
    --placeholder                       seal: under a certificate that nobody can open, random text for every value, so
                                        that an example platform synthesizes

Change
npm run secrets -- set NAMESPACE/NAME KEY        asks for the value without showing it, or reads it from a pipe;
    --from-env | --from-file FILE                or from its UYOOP_* variable, or the text of a file
npm run secrets -- rotate NAMESPACE/NAME [KEY]   makes new random values; says what to restart
npm run secrets -- import-terraform FILE         takes over 'terraform output -json'; - is standard input
    --stack NAME                                 when two stacks have an output of one name
npm run secrets -- prune                         deletes from sealed/ what nobody declares

The sealing key
npm run secrets -- reseal --key OLDKEY           opens what is under another certificate, and seals it under this one
    --certificate NEW.pem | --new-key PATH       under a new one; --new-key makes it, as init does
    --from SEALEDSECRET.yaml                     takes over values that kubeseal sealed
npm run secrets -- kit DIR --key KEY             lays what must be in the safe into a new folder, with a checklist
    --restic-password FILE --vault-keys FILE --k3s-token FILE --state-token FILE
    --recipient age1...                          encrypts it
npm run secrets -- kit --verify DIR              proves that the kit opens every sealed value
    --identity FILE                              the age identity that decrypts it

npm run secrets -- leaks                finds what looks like a credential in everything that Git tracks

No value is ever printed. Exit code: 0 done, 1 refused, and nothing was written.
`;
