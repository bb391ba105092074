import { answered, type Schema } from '@navette/api-client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus, Save, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useApi, useMay, useSelf } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { Button } from '../../shared/ui/button.js';
import { ChoiceInput } from '../../shared/ui/fields.js';
import { MenuButton } from '../../shared/ui/menu-button.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { RightsEditor, type Work } from './rights-editor.js';
import { ROLES, type User } from './users.list.js';
import css from './users.module.css';

type Assignment = Schema<'User'>['assignments'][number];
interface AssignmentsProps {
  readonly user: User;
  readonly onChanged: () => void;
}

/** ID-2: the stations where a user works, with their role and rights in each; a change holds at once. */
export function Assignments({ user, onChanged }: AssignmentsProps) {
  const t = useText();
  const { stations } = useSelf();
  const [added, setAdded] = useState<readonly string[]>([]);
  const known = user.assignments.map(({ stationId }) => stationId);
  const free = stations.filter(({ id }) => !known.includes(id) && !added.includes(id));
  const places: readonly Assignment[] = [
    ...user.assignments,
    ...added
      .filter((id) => !known.includes(id))
      .map((stationId) => ({ stationId, role: 'technician' as const, addedRights: [], removedRights: [] })),
  ];
  return (
    <>
      {places.map((place) => (
        <Place
          // What the server holds now begins it anew.
          key={`${place.stationId}.${user.version}`}
          user={user}
          place={place}
          isNew={!known.includes(place.stationId)}
          name={stations.find(({ id }) => id === place.stationId)?.name ?? place.stationId}
          onChanged={onChanged}
        />
      ))}
      {places.length === 0 && <p className="muted">{t('users.work.none')}</p>}
      {free.length > 0 && (
        <div className={css['place'] ?? ''}>
          <MenuButton
            icon={Plus}
            text={t('users.work.add')}
            entries={free.map(({ id, name, code }) => ({ id, text: `${code} · ${name}` }))}
            onChoose={(id) => {
              setAdded([...added, id]);
            }}
          />
        </div>
      )}
    </>
  );
}

interface PlaceProps extends AssignmentsProps {
  readonly place: Assignment;
  readonly isNew: boolean;
  readonly name: string;
}

function Place({ user, place, isNew, name, onChanged }: PlaceProps) {
  const t = useText();
  const api = useApi();
  const client = useQueryClient();
  const may = useMay()('identity:user.assign');
  const [work, setWork] = useState<Work>(place);
  const intent = () => ({
    path: { id: user.id, stationId: place.stationId },
    header: { 'Idempotency-Key': crypto.randomUUID() },
  });
  const onSuccess = () => {
    void client.invalidateQueries({ queryKey: ['list'] });
    onChanged();
  };
  const save = useMutation({
    mutationFn: ({ role, addedRights, removedRights }: Work) =>
      answered(
        api.PUT('/api/v1/users/{id}/stations/{stationId}', {
          params: intent(),
          body: { role, addedRights: [...addedRights], removedRights: [...removedRights] },
        }),
      ),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: () => answered(api.DELETE('/api/v1/users/{id}/stations/{stationId}', { params: intent() })),
    onSuccess,
  });
  const isTouched = isNew || JSON.stringify(work) !== JSON.stringify(place);
  return (
    <div className={css['place'] ?? ''}>
      <h3>{name}</h3>
      <ProblemBox error={save.error ?? remove.error} />
      <div className={css['line'] ?? ''}>
        <ChoiceInput
          label={t('users.role')}
          value={work.role}
          isDisabled={!may}
          onChange={(role) => {
            // Another role pre-selects anew.
            setWork({ role, addedRights: [], removedRights: [] });
          }}
          choices={ROLES.map((id) => ({ id, text: t(`users.role.${id}`) }))}
        />
        <Button
          icon={Save}
          isDisabled={!may || !isTouched}
          isPending={save.isPending}
          onPress={() => {
            save.mutate(work);
          }}
        >
          {t('users.work.save')}
        </Button>
        {!isNew && (
          <Button
            icon={Trash2}
            kind="danger"
            isDisabled={!may}
            isPending={remove.isPending}
            onPress={() => {
              remove.mutate();
            }}
          >
            {t('users.work.remove')}
          </Button>
        )}
      </div>
      <RightsEditor work={work} onChange={setWork} isDisabled={!may} />
    </div>
  );
}
